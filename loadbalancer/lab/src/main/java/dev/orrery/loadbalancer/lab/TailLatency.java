package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import dev.orrery.loadbalancer.core.balancing.LeastConnections;
import dev.orrery.loadbalancer.core.balancing.RoundRobin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Four backends, one of them four times as slow: what each policy makes of the same arrivals.
///
/// A discrete-event simulation: requests arrive as a Poisson process, each backend serves one after
/// the other in exponential time. All policies meet the same arrivals and the same work.
final class TailLatency {
  private static final int BACKENDS = 4;
  private static final double SLOWNESS = 4;
  private static final double MEAN_SERVICE_MILLIS = 10;
  private static final int REQUESTS = 200_000;
  private static final long SEED = 1;
  private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

  /// Arrivals as a share of what the four backends can serve together.
  private static final double[] LOADS = {0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};

  private TailLatency() {}

  static List<String> run(Path folder) throws IOException {
    Map<String, double[]> p99 = new LinkedHashMap<>();
    StringBuilder csv = new StringBuilder("policy,load,p50_ms,p90_ms,p99_ms,p999_ms\n");
    List<String> names = List.of("round-robin", "power-of-two-choices", "least-connections");
    for (String name : names) {
      double[] curve = new double[LOADS.length];
      for (int i = 0; i < LOADS.length; i++) {
        double[] latencies = simulate(policy(name), LOADS[i]);
        Arrays.sort(latencies);
        csv.append(name).append(',').append(LOADS[i]);
        for (double quantile : QUANTILES) {
          csv.append(",%.1f".formatted(latencies[(int) (quantile * latencies.length)]));
        }
        csv.append('\n');
        curve[i] = latencies[(int) (0.99 * latencies.length)];
      }
      p99.put(name, curve);
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("tail-latency.csv"), csv);
    draw(folder.resolve("tail-latency"), p99);
    List<String> findings = new ArrayList<>();
    p99.forEach((name, curve) ->
        findings.add("%-22s p99 at 50 %% load: %.0f ms".formatted(name, curve[3])));
    return findings;
  }

  private static BalancingPolicy policy(String name) {
    return switch (name) {
      case "round-robin" -> new RoundRobin();
      case "least-connections" -> new LeastConnections();
      default -> new PowerOfTwoChoices(new Random(SEED));
    };
  }

  private record Answer(double at, int backend) {}

  /// The latencies in milliseconds.
  private static double[] simulate(BalancingPolicy policy, double load) {
    Random random = new Random(SEED);
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < BACKENDS; i++) {
      candidates.add(new Candidate("b" + i, true));
    }
    double capacity = (BACKENDS - 1 + 1 / SLOWNESS) / MEAN_SERVICE_MILLIS;
    double[] freeAt = new double[BACKENDS];
    PriorityQueue<Answer> answers = new PriorityQueue<>(Comparator.comparingDouble(Answer::at));
    double[] latencies = new double[REQUESTS];
    double now = 0;
    for (int i = 0; i < REQUESTS; i++) {
      now += -Math.log(1 - random.nextDouble()) / (load * capacity);
      double work = -Math.log(1 - random.nextDouble()) * MEAN_SERVICE_MILLIS;
      while (!answers.isEmpty() && answers.element().at() <= now) {
        policy.onEnd(candidates.get(answers.remove().backend()));
      }
      int chosen = policy.choose(candidates).orElseThrow();
      policy.onStart(candidates.get(chosen));
      freeAt[chosen] = Math.max(now, freeAt[chosen]) + (chosen == 0 ? SLOWNESS * work : work);
      latencies[i] = freeAt[chosen] - now;
      answers.add(new Answer(freeAt[chosen], chosen));
    }
    return latencies;
  }

  private static void draw(Path file, Map<String, double[]> p99) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(500)
            .title("One of four backends is four times as slow")
            .xAxisTitle("load, as a share of the capacity")
            .yAxisTitle("99th percentile of the latency, ms")
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    p99.forEach(
        (name, curve) -> chart.addSeries(name, LOADS, curve).setMarker(SeriesMarkers.CIRCLE));
    VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
  }
}
