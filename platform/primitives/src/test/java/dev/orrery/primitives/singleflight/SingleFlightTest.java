package dev.orrery.primitives.singleflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
  @Test
  void neverRunsTwoLoadersOfAKeyAtOnce() throws Exception {
    SingleFlight<String, Integer> flights = new SingleFlight<>();
    AtomicInteger flying = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch go = new CountDownLatch(1);
    Callable<Integer> caller =
        () -> {
          go.await();
          int seen = 0;
          for (int i = 0; i < 500; i++) {
            seen +=
                flights.load(
                    "k",
                    () -> {
                      most.accumulateAndGet(flying.incrementAndGet(), Math::max);
                      Thread.onSpinWait();
                      flying.decrementAndGet();
                      return 1;
                    });
          }
          return seen;
        };
    List<Future<Integer>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        results.add(threads.submit(caller));
      }
      go.countDown();
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(500);
      }
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void aFailureFreesTheKey() throws Exception {
    SingleFlight<String, String> flights = new SingleFlight<>();
    assertThatThrownBy(() ->
            flights.load(
                "k",
                () -> {
                  throw new IllegalStateException("down");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(flights.load("k", () -> "up")).isEqualTo("up");
  }
}
