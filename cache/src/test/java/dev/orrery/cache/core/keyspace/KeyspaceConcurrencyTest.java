package dev.orrery.cache.core.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cache.core.keyspace.Keyspace.Condition;
import dev.orrery.cache.core.keyspace.SortedListChange.Precondition;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.primitives.eviction.Lru;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyspaceConcurrencyTest {
  private static final int THREADS = 8;
  private static final int CALLS = 5_000;
  private static final Bytes KEY = Bytes.of("counter");

  private static void concurrently(IntConsumer body)
      throws ExecutionException, InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<? extends Future<?>> running =
          IntStream.range(0, THREADS).mapToObj(i -> threads.submit(() -> body.accept(i))).toList();
      for (Future<?> future : running) {
        future.get();
      }
    }
  }

  @Test
  void noIncrementIsLost() throws Exception {
    Keyspace keyspace = new Keyspace(new Lru<>(1 << 20), SkipList::new, new FakeTime());
    concurrently(thread -> IntStream.range(0, CALLS).forEach(_ -> keyspace.increment(KEY, 1)));
    assertThat(keyspace.increment(KEY, 0)).isEqualTo((long) THREADS * CALLS);
  }

  @Test
  void aChangeOfAListIsSeenWholeOrNotAtAll() throws Exception {
    Keyspace keyspace = new Keyspace(new Lru<>(1 << 20), SkipList::new, new FakeTime());
    SortedListRange all =
        new SortedListRange(0, 100, false, OptionalDouble.empty(), OptionalDouble.empty());
    keyspace.change(pair(0));
    concurrently(thread -> {
      for (int i = 0; i < CALLS; i++) {
        if (thread % 2 == 0) {
          keyspace.change(pair(thread * CALLS + i));
        } else {
          List<ScoredMember> seen = keyspace.range(KEY, all).orElseThrow().members();
          assertThat(seen)
              .extracting(ScoredMember::score)
              .hasSize(2)
              .containsOnly(seen.getFirst().score());
        }
      }
    });
    assertThat(keyspace.stats().keys()).isEqualTo(1);
  }

  private static SortedListChange pair(int score) {
    List<ScoredMember> both =
        List.of(
            new ScoredMember(Bytes.of("left"), score), new ScoredMember(Bytes.of("right"), score));
    return new SortedListChange(KEY, both, List.of(), 0, 0, Precondition.NONE);
  }

  @Test
  void theBoundHoldsUnderEveryInterleaving() throws Exception {
    long capacity = 64 << 10;
    Keyspace keyspace = new Keyspace(new Lru<>(capacity), SkipList::new, new FakeTime());
    concurrently(thread -> {
      Random random = new Random(thread);
      for (int i = 0; i < CALLS; i++) {
        Bytes key = Bytes.of("k" + random.nextInt(1_000));
        keyspace.set(key, StringValue.of(new byte[random.nextInt(500)]), 0, Condition.ALWAYS);
        assertThat(keyspace.stats().usedBytes()).isLessThanOrEqualTo(capacity);
        keyspace.delete(List.of(Bytes.of("k" + random.nextInt(1_000))));
      }
    });
    IntStream.range(0, 1_000).forEach(i -> keyspace.delete(List.of(Bytes.of("k" + i))));
    assertThat(keyspace.stats().usedBytes()).isZero();
    assertThat(keyspace.stats().keys()).isZero();
  }
}
