package dev.orrery.queue.lab.experiments;

import dev.orrery.queue.core.delivery.DeliveryLedger;
import dev.orrery.queue.core.delivery.IndexedLedger;
import dev.orrery.queue.core.delivery.LedgerInput;
import dev.orrery.queue.core.delivery.LedgerOptions;
import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.retry.ExponentialRetry;
import dev.orrery.queue.core.retry.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Three poisoned messages at the head of a queue of 400, two workers, four ways to treat a
/// failure.
public final class RedeliveryStorm {
  private static final int MESSAGES = 400;
  private static final int POISONED = 3;
  private static final int WORKERS = 2;
  private static final long WORK_MILLIS = 10;
  private static final long END_MILLIS = 4_000;
  private static final long LEASE_MILLIS = 30_000;
  private static final long BACKOFF_BASE_MILLIS = 50;
  private static final long BACKOFF_MAXIMUM_MILLIS = 2_000;
  private static final int LIMIT = 5;
  private static final int PLOTTED_MILLIS = 20;

  private RedeliveryStorm() {}

  private record Policy(String name, int limit, RetryPolicy retry) {}

  /// @param done good messages finished, by the millisecond
  private record Outcome(Policy policy, List<Integer> done, int deliveries, int failed, int dead) {}

  public static List<String> run(Path folder) throws IOException {
    RetryPolicy atOnce = (message, failures) -> 0;
    RetryPolicy backoff = new ExponentialRetry(BACKOFF_BASE_MILLIS, BACKOFF_MAXIMUM_MILLIS, 1);
    List<Outcome> outcomes =
        List.of(
            simulate(new Policy("at once, for ever", 0, atOnce)),
            simulate(new Policy("backoff, for ever", 0, backoff)),
            simulate(new Policy("at once, dead letter after " + LIMIT, LIMIT, atOnce)),
            simulate(new Policy("backoff, dead letter after " + LIMIT, LIMIT, backoff)));
    write(folder, outcomes);
    draw(folder, outcomes);
    List<String> found = new ArrayList<>();
    for (Outcome each : outcomes) {
      found.add(
          each.policy.name
              + ": "
              + each.done.get((int) END_MILLIS)
              + " of "
              + (MESSAGES - POISONED)
              + " good messages done after "
              + END_MILLIS
              + " ms; "
              + each.failed
              + " of "
              + each.deliveries
              + " deliveries were wasted; "
              + each.dead
              + " dead letters");
    }
    return found;
  }

  private static Outcome simulate(Policy policy) {
    AtomicLong tokens = new AtomicLong();
    DeliveryLedger ledger =
        new IndexedLedger(
            new LedgerOptions(policy.limit, policy.retry, tokens::getAndIncrement), List.of());
    for (long id = 1; id <= MESSAGES; id++) {
      ledger.step(new LedgerInput.Enqueue(id, 0), 0);
    }
    List<Optional<MessageState>> hands = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      hands.add(Optional.empty());
    }
    List<Integer> done = new ArrayList<>();
    int deliveries = 0;
    int failed = 0;
    int finished = 0;
    for (long now = 0; now <= END_MILLIS; now++) {
      for (int i = 0; i < WORKERS; i++) {
        Optional<MessageState> hand = hands.get(i);
        boolean ready =
            hand.isEmpty() || hand.get().untilMillis() - LEASE_MILLIS + WORK_MILLIS <= now;
        if (hand.isPresent() && ready) {
          boolean poisoned = hand.get().id() <= POISONED;
          failed += poisoned ? 1 : 0;
          finished += poisoned ? 0 : 1;
          ledger.step(settlement(hand.get(), poisoned), now);
        }
        if (ready) {
          List<MessageState> leased =
              ledger.step(new LedgerInput.Lease(1, LEASE_MILLIS), now).leased();
          deliveries += leased.size();
          hands.set(i, leased.stream().findFirst());
        }
      }
      done.add(finished);
    }
    return new Outcome(policy, done, deliveries, failed, ledger.counts().dead());
  }

  private static LedgerInput settlement(MessageState lease, boolean poisoned) {
    return poisoned
        ? new LedgerInput.Return(lease.id(), lease.token(), OptionalLong.empty())
        : new LedgerInput.Acknowledge(lease.id(), lease.token());
  }

  private static void write(Path folder, List<Outcome> outcomes) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder("ms");
    outcomes.forEach(it -> head.append(',').append(it.policy.name.replace(',', ' ')));
    lines.add(head.toString());
    for (int now = 0; now <= END_MILLIS; now += (int) WORK_MILLIS) {
      StringBuilder line = new StringBuilder().append(now);
      for (Outcome each : outcomes) {
        line.append(',').append(each.done.get(now));
      }
      lines.add(line.toString());
    }
    Files.write(folder.resolve("redelivery-storm.csv"), lines);
  }

  private static void draw(Path folder, List<Outcome> outcomes) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .title("Three poisoned messages at the head of 400, two workers")
            .xAxisTitle("milliseconds")
            .yAxisTitle("good messages done")
            .build();
    for (Outcome each : outcomes) {
      double[] times = new double[(int) (END_MILLIS / PLOTTED_MILLIS)];
      double[] done = new double[times.length];
      for (int i = 0; i < times.length; i++) {
        times[i] = i * PLOTTED_MILLIS;
        done[i] = each.done.get(i * PLOTTED_MILLIS);
      }
      chart.addSeries(each.policy.name, times, done).setMarker(SeriesMarkers.NONE);
    }
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("redelivery-storm").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
  }
}
