package dev.orrery.search.lab.topk;

import dev.orrery.search.core.ranking.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// What some shards found, and a page that is wanted of it.
///
/// @param shards each in the order of hits
/// @param after a place in the order
record TopKCase(List<List<Hit>> shards, Optional<Hit> after, int limit) {
  private static final int SHARDS = 3;

  /// Few ranks, so that many are equal; an id's shard is given by the id.
  static Arbitrary<TopKCase> all() {
    Arbitrary<Double> ranks = Arbitraries.of(3.0, 2.0, 1.0, Double.NEGATIVE_INFINITY);
    Arbitrary<List<Double>> found = ranks.list().ofMinSize(1).ofMaxSize(9);
    Arbitrary<Optional<Hit>> places =
        Combinators.combine(Arbitraries.of("", "d1", "d4", "d7", "e"), ranks)
            .as(Hit::new)
            .optional();
    return Combinators.combine(found, Arbitraries.integers().between(0, 2), places)
        .flatAs((ranked, spread, after) ->
            Arbitraries.integers()
                .between(0, 10)
                .map(limit -> new TopKCase(spread(ranked, spread), after, limit)));
  }

  private static List<List<Hit>> spread(List<Double> ranks, int spread) {
    List<List<Hit>> shards = new ArrayList<>();
    for (int i = 0; i < SHARDS; i++) {
      shards.add(new ArrayList<>());
    }
    for (int i = 0; i < ranks.size(); i++) {
      shards.get(i * (spread + 1) / 2 % SHARDS).add(new Hit("d" + i, ranks.get(i)));
    }
    shards.forEach(hits -> hits.sort(null));
    return shards;
  }

  /// All hits in order, from the first.
  List<Hit> sorted() {
    return shards.stream().flatMap(List::stream).sorted().toList();
  }

  String story() {
    return "shards "
        + told(shards)
        + after.map(hit -> "; after " + told(hit)).orElse("")
        + "; first "
        + limit;
  }

  static String told(List<?> items) {
    List<String> told = new ArrayList<>();
    for (Object item : items) {
      told.add(item instanceof Hit hit ? told(hit) : told((List<?>) item));
    }
    return told.toString();
  }

  private static String told(Hit hit) {
    return hit.id() + ":" + hit.rank();
  }
}
