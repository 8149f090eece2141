package dev.orrery.cache.core.sortedlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.cache.core.memory.Bytes;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// What must hold of lists too long for the contract's small cases: the two implementations agree
/// over thousands of members, and give all their bytes back. (The contract itself is in the lab.)
class SortedListProperties {
  @Provide
  Arbitrary<Supplier<SortedList>> lists() {
    return Arbitraries.of(List.of(SkipList::new, SortedArray::new));
  }

  @Property(tries = 10)
  void bothAgreeOnLongLists(@ForAll long seed) {
    Random random = new Random(seed);
    SkipList skipList = new SkipList();
    SortedArray array = new SortedArray();
    for (int i = 0; i < 5_000; i++) {
      Bytes member = Bytes.of("m" + random.nextInt(3_000));
      double score = random.nextInt(500);
      if (random.nextInt(3) == 0) {
        assertThat(skipList.remove(member)).isEqualTo(array.remove(member));
      } else {
        assertThat(skipList.add(member, score)).isEqualTo(array.add(member, score));
      }
    }
    int size = array.size();
    assertThat(skipList.size()).isEqualTo(size);
    assertThat(skipList.range(0, size)).isEqualTo(array.range(0, size)).isSorted();
    for (int rank = 0; rank < size; rank += 37) {
      ScoredMember there = array.range(rank, rank + 1).getFirst();
      assertThat(skipList.range(rank, rank + 1)).containsExactly(there);
      assertThat(skipList.rank(there.member())).isEqualTo(OptionalInt.of(rank));
      assertThat(skipList.countBelow(there.score(), true))
          .isEqualTo(array.countBelow(there.score(), true));
    }
  }

  @Property(tries = 20)
  void anEmptiedListWeighsWhatANewOneDoes(
      @ForAll("lists") Supplier<SortedList> lists, @ForAll long seed) {
    SortedList list = lists.get();
    list.add(Bytes.of("first"), 1);
    list.remove(Bytes.of("first"));
    long empty = list.retainedBytes();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      list.add(Bytes.of("member" + random.nextInt(100)), random.nextDouble());
    }
    assertThat(list.retainedBytes()).isGreaterThan(empty + 100L * list.size());
    list.removeLowest(list.size());
    // The skip list's head stays tall: two arrays of 16 words instead of 4.
    assertThat(list.retainedBytes()).isBetween(empty, empty + 96);
  }

  @Property(tries = 2)
  void refusesWhatIsNoNumberAndWhatIsOutOfRange(@ForAll("lists") Supplier<SortedList> lists) {
    SortedList list = lists.get();
    assertThatThrownBy(() -> list.add(Bytes.of("m"), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> list.range(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(list.size()).isZero();
  }

  @Example
  void minusZeroIsZero() {
    SkipList list = new SkipList();
    list.add(Bytes.of("b"), 0.0);
    list.add(Bytes.of("a"), -0.0);
    assertThat(list.range(0, 2))
        .extracting(scored -> scored.member().toString())
        .containsExactly("a", "b");
  }
}
