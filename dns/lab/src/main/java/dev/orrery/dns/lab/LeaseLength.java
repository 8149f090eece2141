package dev.orrery.dns.lab;

import dev.orrery.dns.core.registry.FencingTokens;
import dev.orrery.dns.core.registry.Instance;
import dev.orrery.dns.core.registry.LeaseId;
import dev.orrery.dns.core.registry.LeaseReply;
import dev.orrery.dns.core.registry.LeaseRequest;
import dev.orrery.dns.core.registry.LeaseTable;
import dev.orrery.dns.core.registry.OrderedLeaseTable;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Kills holders at random instants of a simulated clock and measures on the real lease table how
/// long each stays listed. A holder renews each third of its lease.
final class LeaseLength {
  private static final int DEATHS = 400;
  private static final int RENEWALS_A_LEASE = 3;
  private static final double SECOND = 1_000;
  private static final List<Integer> LEASES =
      List.of(1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000);

  private LeaseLength() {}

  static List<String> run(Path folder) throws IOException {
    List<Double> leases = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Double> worst = new ArrayList<>();
    List<String> rows = new ArrayList<>();
    List<String> findings = new ArrayList<>();
    for (int lease : LEASES) {
      List<Double> delays = delays(lease);
      double mean = delays.stream().mapToDouble(d -> d).average().orElseThrow();
      double most = delays.stream().mapToDouble(d -> d).max().orElseThrow();
      double renewals = RENEWALS_A_LEASE * SECOND / lease;
      leases.add(lease / SECOND);
      means.add(mean);
      worst.add(most);
      rows.add(Plot.row(lease / SECOND, mean, most, renewals));
      findings.add(
          "lease %.0f s: a dead instance is named %.1f s on average, %.1f s at most; %.2f renewals a second"
              .formatted(lease / SECOND, mean, most, renewals));
    }
    Plot.write(
        folder,
        "lease-length",
        "lease_s,mean_s,max_s,renewals_per_s",
        rows,
        new Plot.Axes("lease (s)", "still named (s)"),
        leases,
        Map.of("mean", means, "max", worst));
    return findings;
  }

  private static List<Double> delays(int leaseMillis) throws IOException {
    Random random = new Random(leaseMillis);
    List<Double> delays = new ArrayList<>();
    LeaseTable table = new OrderedLeaseTable(FencingTokens.open(new CrashDisk(1)), 0, 0);
    long now = 0;
    for (int i = 0; i < DEATHS; i++) {
      Instance instance =
          new Instance(
              "cache",
              "cache-1",
              Instance.host("127.0.0.1"),
              new TreeMap<>(Map.of("grpc", 1)),
              1,
              0);
      LeaseReply.Granted granted =
          (LeaseReply.Granted)
              table.step(new LeaseRequest.Register(instance, leaseMillis, 0), nanos(now)).reply();
      LeaseId lease = granted.lease();
      long interval = leaseMillis / RENEWALS_A_LEASE;
      long death = now + random.nextLong(10L * leaseMillis);
      for (long at = now + interval; at < death; at += interval) {
        table.step(new LeaseRequest.Renew(lease), nanos(at));
      }
      long gone = TimeUnit.NANOSECONDS.toMillis(table.nextDeadline().orElseThrow());
      table.step(new LeaseRequest.Tick(), nanos(gone));
      if (!table.live().isEmpty()) {
        throw new IllegalStateException("a dead instance outlived its lease");
      }
      delays.add((gone - death) / SECOND);
      now = gone;
    }
    return delays;
  }

  private static long nanos(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
