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
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/// The bytes accounted against the bytes the heap grows by, between two sizes. The heap is measured
/// after collections that change nothing any more.
class AccountingTest {
  private static final int SMALL = 20_000;
  private static final int LARGE = 60_000;
  private static final Percentage TOLERANCE = Percentage.withPercentage(10);

  private final FakeTime time = new FakeTime();

  private void slopesAgree(
      EvictionPolicy<Bytes> policy, Supplier<SortedList> lists, int step, ObjIntConsumer<Keyspace> fill) {
    Keyspace keyspace = new Keyspace(policy, lists, time);
    IntStream.range(0, SMALL / step).forEach(i -> fill.accept(keyspace, i));
    long heapBefore = usedHeap();
    long accountedBefore = keyspace.stats().usedBytes();
    IntStream.range(SMALL / step, LARGE / step).forEach(i -> fill.accept(keyspace, i));
    long heap = usedHeap() - heapBefore;
    long accounted = keyspace.stats().usedBytes() - accountedBefore;
    System.out.printf(
        "accounted %d, measured %d bytes per entry%n",
        accounted * step / (LARGE - SMALL), heap * step / (LARGE - SMALL));
    assertThat(accounted).isCloseTo(heap, TOLERANCE);
    assertThat(keyspace.stats().keys()).isEqualTo(LARGE / step);
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
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
    slopesAgree(new Lru<>(1 << 30), SkipList::new, 1, AccountingTest::shortString);
  }

  @Test
  void ofShortStringsUnderAnotherPolicy() {
    slopesAgree(new Lfu<>(1 << 30), SkipList::new, 1, AccountingTest::shortString);
  }

  @Test
  void ofStringsWithATimeToLive() {
    slopesAgree(new Lru<>(1 << 30), SkipList::new, 1, (keyspace, i) ->
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
    slopesAgree(new Lru<>(1 << 30), SkipList::new, 50, listsOf(50));
  }

  @Test
  void ofLongSkipLists() {
    slopesAgree(new Lru<>(1 << 30), SkipList::new, 1_000, listsOf(1_000));
  }

  @Test
  void ofShortSkipLists() {
    slopesAgree(new Lru<>(1 << 30), SkipList::new, 5, listsOf(5));
  }

  @Test
  void ofSortedArrays() {
    slopesAgree(new Lru<>(1 << 30), SortedArray::new, 50, listsOf(50));
  }
}
