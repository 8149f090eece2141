package dev.orrery.cache.core.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cache.core.keyspace.Keyspace.Condition;
import dev.orrery.cache.core.keyspace.SortedListChange.Precondition;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.cache.core.sortedlist.SortedArray;
import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.eviction.Lfu;
import dev.orrery.primitives.eviction.Lru;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// The bytes accounted against the bytes the heap grows by, between two sizes. The heap is measured
/// after collections that change nothing any more.
class AccountingTest {
  private static final int SMALL = 10_000;
  private static final int LARGE = 40_000;

  /// What an earlier test left may be collected between two readings; a wrong account stays wrong.
  private static final int ATTEMPTS = 4;

  private static final Percentage TOLERANCE = Percentage.withPercentage(10);

  private final FakeTime time = new FakeTime();

  /// Bytes by which the account and the heap grew.
  private record Growth(long accounted, long heap) {
    boolean agrees() {
      return Math.abs(accounted - heap) <= heap * TOLERANCE.value / 100;
    }
  }

  private void slopesAgree(
      LongFunction<EvictionPolicy<Resident>> policy,
      Supplier<SortedList> lists,
      int step,
      ObjIntConsumer<Keyspace> fill) {
    Growth growth = growth(policy, lists, step, fill);
    for (int i = 1; i < ATTEMPTS && !growth.agrees(); i++) {
      growth = growth(policy, lists, step, fill);
    }
    assertThat(growth.accounted).isCloseTo(growth.heap, TOLERANCE);
  }

  private Growth growth(
      LongFunction<EvictionPolicy<Resident>> policy,
      Supplier<SortedList> lists,
      int step,
      ObjIntConsumer<Keyspace> fill) {
    Keyspace keyspace = new Keyspace(policy.apply(1 << 30), lists, time);
    IntStream.range(0, SMALL / step).forEach(i -> fill.accept(keyspace, i));
    long heapBefore = usedHeap();
    long accountedBefore = keyspace.stats().usedBytes();
    IntStream.range(SMALL / step, LARGE / step).forEach(i -> fill.accept(keyspace, i));
    long heap = usedHeap() - heapBefore;
    assertThat(keyspace.stats().keys()).isEqualTo(LARGE / step);
    return new Growth(keyspace.stats().usedBytes() - accountedBefore, heap);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  private static void shortString(Keyspace keyspace, int i) {
    keyspace.set(Bytes.of("user:%08d".formatted(i)), StringValue.of(i), 0, Condition.ALWAYS);
  }

  @Test
  void ofShortStrings() {
    slopesAgree(Lru::new, SkipList::new, 1, AccountingTest::shortString);
  }

  @Test
  void ofShortStringsUnderAnotherPolicy() {
    slopesAgree(Lfu::new, SkipList::new, 1, AccountingTest::shortString);
  }

  @Test
  void ofStringsWithATimeToLive() {
    slopesAgree(
        Lru::new,
        SkipList::new,
        1,
        (keyspace, i) ->
            keyspace.set(
                Bytes.of("session:%08d".formatted(i)),
                StringValue.of(new byte[100]),
                60_000 + i,
                Condition.ALWAYS));
  }

  private static ObjIntConsumer<Keyspace> listsOf(int length) {
    return (keyspace, i) -> {
      List<ScoredMember> members =
          IntStream.range(0, length)
              .mapToObj(j -> new ScoredMember(Bytes.of("%08d".formatted(j)), j))
              .toList();
      keyspace.change(
          new SortedListChange(
              Bytes.of("timeline:" + i), members, List.of(), 0, 0, Precondition.NONE));
    };
  }

  @Test
  void ofSkipLists() {
    slopesAgree(Lru::new, SkipList::new, 50, listsOf(50));
  }

  @Test
  void ofLongSkipLists() {
    slopesAgree(Lru::new, SkipList::new, 1_000, listsOf(1_000));
  }

  @Test
  void ofShortSkipLists() {
    slopesAgree(Lru::new, SkipList::new, 5, listsOf(5));
  }

  @Test
  void ofSortedArrays() {
    slopesAgree(Lru::new, SortedArray::new, 50, listsOf(50));
  }
}
