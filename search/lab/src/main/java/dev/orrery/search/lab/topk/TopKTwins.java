package dev.orrery.search.lab.topk;

import dev.orrery.search.core.ranking.Hit;
import dev.orrery.search.core.ranking.TopK;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/// Merges with one mistake each.
final class TopKTwins {
  private static final Comparator<Hit> BY_RANK = Comparator.comparingDouble(Hit::rank).reversed();

  private TopKTwins() {}

  static List<WrongTwin<TopK>> all() {
    return List.of(
        twin(
            "ties-by-shard",
            "equal ranks come in the order of the shards: another number of shards, another order",
            (shards, after, limit) -> merge(shards, after, limit, BY_RANK, TopKTwins::isAfter)),
        twin(
            "loses-equal-ranks",
            "of equal ranks one survives, as in a map by rank",
            TopKTwins::oneOfEachRank),
        twin(
            "repeats-the-last",
            "the hit the page begins after is shown again",
            (shards, after, limit) ->
                merge(
                    shards,
                    after,
                    limit,
                    Comparator.naturalOrder(),
                    (hit, place) -> hit.compareTo(place) >= 0)),
        twin(
            "skips-equal-ranks",
            "a page begins at the next rank: what else had the last one's is never shown",
            (shards, after, limit) ->
                merge(
                    shards,
                    after,
                    limit,
                    Comparator.naturalOrder(),
                    (hit, place) -> hit.rank() < place.rank())),
        twin(
            "worst-first",
            "the heap is the wrong way round",
            (shards, after, limit) ->
                merge(
                    shards,
                    after,
                    limit,
                    Comparator.<Hit>naturalOrder().reversed(),
                    TopKTwins::isAfter)),
        twin(
            "one-shard-after-another",
            "what the shards found is put end to end, not merged",
            (shards, after, limit) -> merge(shards, after, limit, (_, _) -> 0, TopKTwins::isAfter)),
        twin(
            "fair-share",
            "each shard gives its share of the page, though the best may all lie in one",
            TopKTwins::fairShare),
        twin(
            "one-too-few",
            "the page ends one hit early",
            (shards, after, limit) ->
                merge(
                    shards,
                    after,
                    Math.max(0, limit - 1),
                    Comparator.naturalOrder(),
                    TopKTwins::isAfter)));
  }

  private static WrongTwin<TopK> twin(String name, String mistake, TopK subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }

  private static boolean isAfter(Hit hit, Hit place) {
    return hit.compareTo(place) > 0;
  }

  private static List<Hit> merge(
      List<List<Hit>> shards,
      Optional<Hit> after,
      int limit,
      Comparator<Hit> order,
      BiPredicate<Hit, Hit> comesAfter) {
    return shards.stream()
        .flatMap(List::stream)
        .filter(hit -> after.isEmpty() || comesAfter.test(hit, after.get()))
        .sorted(order)
        .limit(limit)
        .toList();
  }

  private static List<Hit> oneOfEachRank(List<List<Hit>> shards, Optional<Hit> after, int limit) {
    Set<Double> seen = new HashSet<>();
    return merge(shards, after, Integer.MAX_VALUE, Comparator.naturalOrder(), TopKTwins::isAfter)
        .stream()
        .filter(hit -> seen.add(hit.rank()))
        .limit(limit)
        .toList();
  }

  private static List<Hit> fairShare(List<List<Hit>> shards, Optional<Hit> after, int limit) {
    int share = (limit + shards.size() - 1) / shards.size();
    List<List<Hit>> shares = new ArrayList<>();
    for (List<Hit> hits : shards) {
      shares.add(merge(List.of(hits), after, share, Comparator.naturalOrder(), TopKTwins::isAfter));
    }
    return merge(shares, after, limit, Comparator.naturalOrder(), TopKTwins::isAfter);
  }
}
