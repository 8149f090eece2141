package dev.orrery.primitives.lab.experiments;

import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.eviction.Fifo;
import dev.orrery.primitives.eviction.Lfu;
import dev.orrery.primitives.eviction.Lru;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.LongFunction;

/// How often a cache hits, by its size and its eviction policy, when a few keys are asked for most.
public final class HitRatio {
  private static final String NAME = "hit-ratio";
  private static final int KEYS = 10_000;
  private static final int REQUESTS = 200_000;
  private static final double SKEW = 0.9;
  private static final List<Integer> SIZES = List.of(50, 100, 200, 500, 1_000, 2_000, 5_000);

  private HitRatio() {}

  public static Experiment experiment() {
    return new Experiment(
        NAME,
        "Under a Zipf distribution of 10,000 keys, how much better than FIFO is LRU, and LFU than LRU?"
            + " Predict the order, and where the three meet.",
        HitRatio::run);
  }

  private static List<String> run(Path folder) throws IOException {
    int[] requests = zipf();
    Map<String, LongFunction<EvictionPolicy<Integer>>> policies = new LinkedHashMap<>();
    policies.put("fifo", Fifo::new);
    policies.put("lru", Lru::new);
    policies.put("lfu", Lfu::new);
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    List<String> findings = new ArrayList<>();
    policies.forEach((name, policy) -> {
      List<Double> ratios =
          SIZES.stream().map(size -> hitRatio(policy.apply(size), requests)).toList();
      curves.put(name, ratios);
      int tenth = SIZES.indexOf(KEYS / 10);
      findings.add(
          String.format(
              Locale.ROOT,
              "%-4s with room for a tenth of the keys: %.1f %% hits",
              name,
              100 * ratios.get(tenth)));
    });
    new Chart(
            "Hits under Zipf (skew 0.9, 10,000 keys)",
            "keys that fit",
            "hit ratio",
            SIZES.stream().map(Integer::doubleValue).toList(),
            curves)
        .write(folder, NAME);
    return findings;
  }

  private static double hitRatio(EvictionPolicy<Integer> policy, int[] requests) {
    Set<Integer> resident = new HashSet<>();
    int hits = 0;
    for (int key : requests) {
      if (!resident.add(key)) {
        hits++;
      }
      policy.access(key, 1).forEach(resident::remove);
    }
    return (double) hits / requests.length;
  }

  /// Keys drawn such that the n-th most popular comes up in proportion to n to the power of -skew.
  private static int[] zipf() {
    double[] cumulated = new double[KEYS];
    double sum = 0;
    for (int rank = 0; rank < KEYS; rank++) {
      sum += Math.pow(rank + 1, -SKEW);
      cumulated[rank] = sum;
    }
    Random random = new Random(1);
    int[] drawn = new int[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      int found = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
      drawn[i] = Math.min(KEYS - 1, found >= 0 ? found : -found - 1);
    }
    return drawn;
  }
}
