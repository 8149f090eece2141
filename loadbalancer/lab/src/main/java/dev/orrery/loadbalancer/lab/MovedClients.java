package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import dev.orrery.loadbalancer.core.balancing.IpHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// One of n backends falls ill. Which share of all clients comes to another backend than before,
/// under rendezvous hashing and under the remainder of the hash?
final class MovedClients {
  private static final int CLIENTS = 8_000;
  private static final int[] BACKENDS = {2, 3, 4, 6, 8, 12, 16};
  private static final double PERCENT = 100;

  private MovedClients() {}

  static List<String> run(Path folder) throws IOException {
    Map<String, BalancingPolicy> policies = new LinkedHashMap<>();
    policies.put("rendezvous", new IpHash());
    policies.put("remainder", new Remainder());
    StringBuilder csv = new StringBuilder("policy,backends,moved_percent\n");
    List<String> findings = new ArrayList<>();
    double[] counts = new double[BACKENDS.length];
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(500)
            .title("One of n backends falls ill")
            .xAxisTitle("backends")
            .yAxisTitle("clients that move, %")
            .build();
    for (Map.Entry<String, BalancingPolicy> policy : policies.entrySet()) {
      double[] moved = new double[BACKENDS.length];
      for (int i = 0; i < BACKENDS.length; i++) {
        counts[i] = BACKENDS[i];
        moved[i] = PERCENT * moved(policy.getValue(), BACKENDS[i]);
        csv.append("%s,%d,%.2f%n".formatted(policy.getKey(), BACKENDS[i], moved[i]));
      }
      chart.addSeries(policy.getKey(), counts, moved).setMarker(SeriesMarkers.CIRCLE);
      findings.add(
          "%-10s of %d backends one falls ill: %.1f %% of all clients move"
              .formatted(policy.getKey(), BACKENDS[BACKENDS.length - 1], moved[moved.length - 1]));
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("moved-clients.csv"), csv);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve("moved-clients").toString(), VectorGraphicsFormat.SVG);
    return findings;
  }

  private static double moved(BalancingPolicy policy, int backends) {
    List<Candidate> all = candidates(backends, true);
    List<Candidate> oneIll = candidates(backends, false);
    Random clients = new Random(1);
    int moved = 0;
    for (int i = 0; i < CLIENTS; i++) {
      long client = clients.nextLong();
      int before = policy.choose(all, client).orElseThrow();
      int after = policy.choose(oneIll, client).orElseThrow();
      moved += before == after ? 0 : 1;
    }
    return moved / (double) CLIENTS;
  }

  /// All healthy, or all but the first.
  private static List<Candidate> candidates(int backends, boolean healthy) {
    List<Candidate> all = new ArrayList<>();
    for (int i = 0; i < backends; i++) {
      all.add(new Candidate("b" + i, healthy || i > 0));
    }
    return List.copyOf(all);
  }

  /// What comes to mind first: the hash modulo the number of healthy backends.
  private static final class Remainder implements BalancingPolicy {
    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return choose(candidates, 0);
    }

    @Override
    public OptionalInt choose(List<Candidate> candidates, long client) {
      List<Candidate> healthy = candidates.stream().filter(Candidate::healthy).toList();
      Candidate chosen = healthy.get((int) Long.remainderUnsigned(client, healthy.size()));
      return OptionalInt.of(candidates.indexOf(chosen));
    }
  }
}
