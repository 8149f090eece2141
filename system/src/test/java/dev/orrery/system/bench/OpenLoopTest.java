package dev.orrery.system.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  @Test
  void aPauseOfTheServerIsChargedToEveryRequestThatWasDueMeanwhile() throws Exception {
    OpenLoop load = new OpenLoop(200, Duration.ZERO, Duration.ofSeconds(1), 1);
    OpenLoop.Outcome outcome =
        load.run(number -> {
          if (number == 20) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
          }
          return true;
        });
    assertThat(outcome.served()).isEqualTo(200);
    // A closed loop would report one slow request of 200; here about a hundred were due during the
    // pause.
    assertThat(outcome.latencies().getValueAtPercentile(75))
        .isGreaterThan(Duration.ofMillis(50).toNanos());
  }

  @Test
  void failuresAreCountedAndNotThrown() throws Exception {
    OpenLoop.Outcome outcome =
        new OpenLoop(1_000, Duration.ZERO, Duration.ofMillis(100), 4)
            .run(number -> {
              if (number % 2 == 0) {
                throw new IOException("refused");
              }
              return number % 3 == 0;
            });
    assertThat(outcome.served() + outcome.failed()).isEqualTo(100);
    assertThat(outcome.failed()).isGreaterThan(50);
  }
}
