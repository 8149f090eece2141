package dev.orrery.social.lab.merge;

import dev.orrery.social.timelines.merge.Page;
import dev.orrery.social.timelines.merge.PostRef;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Sources to merge, and the page that is asked for.
record MergeCase(List<List<PostRef>> sources, PostRef before, int limit) {
  private static final int MAXIMUM_TIME = 6;
  private static final int MAXIMUM_ID = 4;

  static Arbitrary<MergeCase> arbitrary() {
    Arbitrary<PostRef> reference =
        Combinators.combine(
                Arbitraries.longs().between(1, MAXIMUM_TIME),
                Arbitraries.longs().between(1, MAXIMUM_ID))
            .as(PostRef::new);
    Arbitrary<List<PostRef>> source =
        reference.set().ofMaxSize(8).map(set -> List.copyOf(new TreeSet<>(set)));
    Arbitrary<PostRef> before =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(1, Arbitraries.just(Page.TOP)),
            net.jqwik.api.Tuple.of(2, reference));
    return Combinators.combine(
            source.list().ofMinSize(1).ofMaxSize(4), before, Arbitraries.integers().between(1, 12))
        .as(MergeCase::new);
  }

  /// The page, the obvious way.
  List<PostRef> expected() {
    TreeSet<PostRef> all = new TreeSet<>();
    sources.forEach(all::addAll);
    return all.stream().filter(reference -> reference.olderThan(before)).limit(limit).toList();
  }

  String story() {
    return sources.stream().map(MergeCase::told).collect(Collectors.joining(" | "))
        + "; the first "
        + limit
        + (before.equals(Page.TOP) ? "" : " below " + told(before));
  }

  static String told(List<PostRef> references) {
    return references.isEmpty()
        ? "nothing"
        : references.stream().map(MergeCase::told).collect(Collectors.joining(" "));
  }

  private static String told(PostRef reference) {
    return reference.createdMillis() + "/" + reference.postId();
  }
}
