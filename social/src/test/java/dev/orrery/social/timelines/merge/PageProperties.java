package dev.orrery.social.timelines.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// A page of prefixes is either right or not given at all.
class PageProperties {
  /// A source as it is, and how much of it is known.
  record Known(List<PostRef> all, int prefix) {
    Source source() {
      int length = Math.min(prefix, all.size());
      return new Source(all.subList(0, length), length == all.size());
    }
  }

  @Provide
  Arbitrary<List<Known>> sources() {
    Arbitrary<PostRef> references =
        Combinators.combine(Arbitraries.longs().between(1, 12), Arbitraries.longs().between(1, 3))
            .as(PostRef::new);
    Arbitrary<List<PostRef>> lists =
        references.set().ofMaxSize(12).map(set -> List.copyOf(new TreeSet<>(set)));
    return Combinators.combine(lists, Arbitraries.integers().between(0, 12))
        .as(Known::new)
        .list()
        .ofMaxSize(5);
  }

  @Property
  void aPageOfPrefixesIsThePageOfTheWhole(
      @ForAll("sources") List<Known> sources,
      @ForAll @IntRange(min = 1, max = 10) int size,
      @ForAll @IntRange(min = 1, max = 13) int below) {
    PostRef before = new PostRef(below, 2);
    TreeSet<PostRef> all = new TreeSet<>();
    sources.forEach(source -> all.addAll(source.all()));
    List<PostRef> expected =
        all.stream().filter(post -> post.olderThan(before)).limit(size).toList();

    Optional<Page> page =
        Page.of(new HeapMerge(), sources.stream().map(Known::source).toList(), before, size);

    page.ifPresent(given -> assertThat(given.references()).isEqualTo(expected));
    boolean everythingIsKnown = sources.stream().allMatch(source -> source.source().complete());
    if (everythingIsKnown) {
      assertThat(page).isPresent();
    }
  }
}
