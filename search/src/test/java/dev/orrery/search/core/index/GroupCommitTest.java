package dev.orrery.search.core.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
  @Test
  void coversEverybodyAndRunsFewerTimesThanAsked() throws Exception {
    AtomicLong written = new AtomicLong();
    AtomicLong durable = new AtomicLong();
    AtomicInteger runs = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    GroupCommit commits =
        new GroupCommit(() -> {
          runs.incrementAndGet();
          long covers = written.get();
          awaitQuietly(first);
          durable.accumulateAndGet(covers, Math::max);
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> joined = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        joined.add(
            threads.submit(() -> {
              long mine = written.incrementAndGet();
              commits.join();
              return durable.get() >= mine;
            }));
      }
      first.countDown();
      for (Future<Boolean> one : joined) {
        assertThat(one.get()).as("what was written before is durable after").isTrue();
      }
    }
    assertThat(runs.get()).isLessThanOrEqualTo(50);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFailureReachesWhoRanItAndTheNextTriesAgain() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    GroupCommit commits =
        new GroupCommit(() -> {
          if (runs.incrementAndGet() == 1) {
            throw new IOException("the disk is full");
          }
        });
    assertThatThrownBy(commits::join)
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is full");
    commits.join();
    assertThat(runs.get()).isEqualTo(2);
  }
}
