package dev.orrery.queue.lab.experiments;

import dev.orrery.queue.core.delivery.DeliveryLedger;
import dev.orrery.queue.core.delivery.IndexedLedger;
import dev.orrery.queue.core.delivery.LedgerInput;
import dev.orrery.queue.core.delivery.LedgerOptions;
import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.dispatch.RoundRobin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// 400 messages, four workers of whom one is slow, a network between them and the queue: how long
/// it all takes, by prefetch.
public final class PrefetchFairness {
  private static final int MESSAGES = 400;
  private static final int WORKERS = 4;
  private static final long FAST_MILLIS = 10;
  private static final long SLOW_MILLIS = 100;
  private static final long ONE_WAY_MILLIS = 5;
  private static final long LEASE_MILLIS = 3_600_000;
  private static final int[] PREFETCHES = {1, 2, 3, 5, 10, 20, 50, 100, 400};

  private PrefetchFairness() {}

  /// A worker does its messages one after the other.
  private static final class Worker {
    final long workMillis;
    long freeAt;
    int done;

    Worker(long workMillis) {
      this.workMillis = workMillis;
    }
  }

  /// An acknowledgement reaches the queue.
  private record Arrival(long at, Worker worker, MessageState lease) {}

  /// @param share of the messages that the slow worker did
  private record Outcome(int prefetch, long millis, int slowDone, double share) {}

  public static List<String> run(Path folder) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (int prefetch : PREFETCHES) {
      outcomes.add(simulate(prefetch));
    }
    List<String> lines = new ArrayList<>(List.of("prefetch,ms,slow_worker_did,slow_share"));
    outcomes.forEach(
        it -> lines.add(it.prefetch + "," + it.millis + "," + it.slowDone + "," + it.share));
    Files.write(folder.resolve("prefetch-fairness.csv"), lines);
    draw(folder, outcomes);
    Outcome best = outcomes.stream().min(Comparator.comparingLong(Outcome::millis)).orElseThrow();
    Outcome one = outcomes.getFirst();
    Outcome all = outcomes.getLast();
    return List.of(
        "prefetch 1: " + one.millis + " ms, the slow worker did " + one.slowDone,
        "best is prefetch " + best.prefetch + ": " + best.millis + " ms",
        "prefetch "
            + all.prefetch
            + ": "
            + all.millis
            + " ms, the slow worker did "
            + all.slowDone);
  }

  private static Outcome simulate(int prefetch) {
    AtomicLong tokens = new AtomicLong();
    DeliveryLedger ledger =
        new IndexedLedger(
            new LedgerOptions(0, (id, failures) -> 0, tokens::getAndIncrement), List.of());
    for (long id = 1; id <= MESSAGES; id++) {
      ledger.step(new LedgerInput.Enqueue(id, 0), 0);
    }
    RoundRobin<Worker> line = new RoundRobin<>();
    Worker slow = new Worker(SLOW_MILLIS);
    line.join(slow, prefetch);
    for (int i = 1; i < WORKERS; i++) {
      line.join(new Worker(FAST_MILLIS), prefetch);
    }
    PriorityQueue<Arrival> arrivals =
        new PriorityQueue<>(
            Comparator.comparingLong(Arrival::at).thenComparingLong(it -> it.lease.id()));
    dispatch(ledger, line, arrivals, 0);
    long now = 0;
    while (!arrivals.isEmpty()) {
      Arrival arrival = arrivals.remove();
      now = arrival.at;
      ledger.step(new LedgerInput.Acknowledge(arrival.lease.id(), arrival.lease.token()), now);
      arrival.worker.done++;
      line.settled(arrival.worker);
      dispatch(ledger, line, arrivals, now);
    }
    return new Outcome(prefetch, now, slow.done, (double) slow.done / MESSAGES);
  }

  private static void dispatch(
      DeliveryLedger ledger, RoundRobin<Worker> line, PriorityQueue<Arrival> arrivals, long now) {
    while (line.anybody() && ledger.counts().ready() > 0) {
      Worker worker = line.next().orElseThrow();
      MessageState lease =
          ledger.step(new LedgerInput.Lease(1, LEASE_MILLIS), now).leased().getFirst();
      worker.freeAt = Math.max(worker.freeAt, now + ONE_WAY_MILLIS) + worker.workMillis;
      arrivals.add(new Arrival(worker.freeAt + ONE_WAY_MILLIS, worker, lease));
    }
  }

  private static void draw(Path folder, List<Outcome> outcomes) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .title("400 messages, three workers at 10 ms and one at 100 ms, 10 ms to and fro")
            .xAxisTitle("prefetch")
            .yAxisTitle("milliseconds until all is done")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.addSeries(
        "all done",
        outcomes.stream().mapToDouble(Outcome::prefetch).toArray(),
        outcomes.stream().mapToDouble(Outcome::millis).toArray());
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("prefetch-fairness").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
  }
}
