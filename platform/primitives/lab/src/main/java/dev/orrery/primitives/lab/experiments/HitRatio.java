package dev.orrery.primitives.lab.experiments;

import dev.orrery.primitives.eviction.EvictionPolicies;
import dev.orrery.primitives.lab.trace.Belady;
import dev.orrery.primitives.lab.trace.Replay;
import dev.orrery.primitives.lab.trace.Trace;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// How often a cache hits, by its size and its eviction policy, with the ceiling above.
public final class HitRatio {
  private static final int REQUESTS = 40_000;
  private static final String CEILING = "opt";

  /// Has nothing to go by when no key has a deadline.
  private static final String NEEDS_DEADLINES = "volatile-ttl";

  private HitRatio() {}

  public static List<Experiment> experiments() {
    return List.of(
        experiment(
            "hit-ratio",
            "Keys are asked for by a Zipf distribution, and one request in five is for a key nobody"
                + " asks for again. Which policies keep those out? Predict the order at 1,000 keys.",
            "Zipf (skew 0.9, 10,000 keys), one request in five a one-hit wonder",
            () -> Workloads.zipfWithOneHitWonders(10_000, REQUESTS, 5),
            List.of(100, 200, 500, 1_000, 2_000, 5_000),
            1_000),
        experiment(
            "loop",
            "A thousand keys are asked for one after the other, over and over, and 500 fit. What does"
                + " LRU hit, what does a random choice, what is possible?",
            "A loop over 1,000 keys",
            () -> Workloads.loop(1_000, REQUESTS),
            List.of(100, 250, 500, 750, 900, 999),
            500),
        experiment(
            "zigzag",
            "Two thousand keys are asked for from first to last and back again, and 500 fit. Which"
                + " policy wins: LRU, S3-FIFO, ARC or W-TinyLFU? Why might the plainest be best?",
            "A zigzag over 2,000 keys",
            () -> Workloads.zigzag(2_000, REQUESTS),
            List.of(100, 250, 500, 1_000, 1_500),
            500));
  }

  private static Experiment experiment(
      String name,
      String question,
      String title,
      Supplier<Trace> trace,
      List<Integer> sizes,
      int shown) {
    return new Experiment(
        name, question, folder -> run(folder, name, title, trace.get(), sizes, shown));
  }

  private static List<String> run(
      Path folder, String name, String title, Trace trace, List<Integer> sizes, int shown)
      throws IOException {
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    EvictionPolicies.byName()
        .forEach((policy, maker) -> {
          if (!policy.equals(NEEDS_DEADLINES)) {
            curves.put(
                policy,
                sizes.stream().map(size -> Replay.hitPercent(maker.create(size), trace)).toList());
          }
        });
    curves.put(CEILING, sizes.stream().map(size -> Belady.hitPercent(trace, size)).toList());
    new Chart(
            title,
            "keys that fit",
            "hits, % of requests",
            sizes.stream().map(Integer::doubleValue).toList(),
            curves,
            Chart.Axis.LOGARITHMIC)
        .write(folder, name);
    List<String> findings = new ArrayList<>();
    findings.add("with room for " + shown + " keys:");
    curves.entrySet().stream()
        .sorted(
            Map.Entry.comparingByValue(
                (one, other) -> Double.compare(at(other, sizes, shown), at(one, sizes, shown))))
        .forEach(curve ->
            findings.add(
                String.format(
                    Locale.ROOT,
                    "  %-10s %5.1f %% hits",
                    curve.getKey(),
                    at(curve.getValue(), sizes, shown))));
    return findings;
  }

  private static double at(List<Double> curve, List<Integer> sizes, int size) {
    return curve.get(sizes.indexOf(size));
  }
}
