package dev.orrery.cache.lab.experiments;

import dev.orrery.cache.core.keyspace.Keyspace;
import dev.orrery.cache.core.keyspace.Keyspace.Condition;
import dev.orrery.cache.core.keyspace.KeyspaceStats;
import dev.orrery.cache.core.keyspace.Resident;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.eviction.Fifo;
import dev.orrery.primitives.eviction.Lfu;
import dev.orrery.primitives.eviction.Lru;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// How much a cache of a tenth of the data spares the database, by policy: reads with Zipf-like
/// popularity, every miss filled.
public final class HitRatioExperiment {
  private static final int KEYS = 20_000;
  private static final int READS = 200_000;
  private static final int VALUE_BYTES = 100;
  private static final double SKEW = 0.99;
  private static final long SEED = 42;
  private static final int[] PERCENTS = {1, 2, 5, 10, 20, 40, 60, 80, 100};

  private HitRatioExperiment() {}

  /// `hit-ratio`.
  public static Experiment experiment() {
    return new Experiment(
        "hit-ratio",
        "Reads are Zipf-distributed over 20,000 keys (skew 0.99) and a miss is filled. With room for"
            + " a tenth of the keys, what share of reads hits under LRU, LFU and FIFO? Predict the"
            + " order and the distance first.",
        HitRatioExperiment::run);
  }

  private static List<String> run(Path folder) throws IOException {
    int[] reads = zipf();
    long all = bytesOfAll();
    Map<String, LongFunction<EvictionPolicy<Resident>>> policies = new LinkedHashMap<>();
    policies.put("lru", Lru::new);
    policies.put("lfu", Lfu::new);
    policies.put("fifo", Fifo::new);
    XYChart chart =
        new XYChartBuilder()
            .title("Hit ratio against capacity, Zipf 0.99 over 20,000 keys")
            .xAxisTitle("capacity, % of all keys")
            .yAxisTitle("hits, % of reads")
            .build();
    List<String> csv = new ArrayList<>(List.of("policy,capacity_percent,hit_percent"));
    List<String> findings = new ArrayList<>();
    policies.forEach((name, policy) -> {
      double[] x = new double[PERCENTS.length];
      double[] y = new double[PERCENTS.length];
      for (int i = 0; i < PERCENTS.length; i++) {
        x[i] = PERCENTS[i];
        y[i] = hitPercent(policy.apply(all * PERCENTS[i] / 100), reads);
        csv.add(String.format(Locale.ROOT, "%s,%d,%.2f", name, PERCENTS[i], y[i]));
        if (PERCENTS[i] == 10) {
          findings.add(
              String.format(
                  Locale.ROOT, "%s with room for 10 %% of the keys: %.1f %% hits", name, y[i]));
        }
      }
      chart.addSeries(name, x, y);
    });
    Files.createDirectories(folder);
    Files.write(folder.resolve("hit-ratio.csv"), csv);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("hit-ratio.svg").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    return findings;
  }

  private static double hitPercent(EvictionPolicy<Resident> policy, int[] reads) {
    Keyspace keyspace = new Keyspace(policy, SkipList::new, StandingTime.INSTANCE);
    for (int read : reads) {
      Bytes key = key(read);
      if (keyspace.get(List.of(key)).getFirst().isEmpty()) {
        keyspace.set(key, StringValue.of(new byte[VALUE_BYTES]), 0, Condition.ALWAYS);
      }
    }
    KeyspaceStats stats = keyspace.stats();
    return 100.0 * stats.hits() / (stats.hits() + stats.misses());
  }

  private static long bytesOfAll() {
    Keyspace keyspace = new Keyspace(new Lru<>(1L << 40), SkipList::new, StandingTime.INSTANCE);
    for (int i = 0; i < KEYS; i++) {
      keyspace.set(key(i), StringValue.of(new byte[VALUE_BYTES]), 0, Condition.ALWAYS);
    }
    return keyspace.stats().usedBytes();
  }

  private static Bytes key(int number) {
    return Bytes.of(String.format(Locale.ROOT, "user:%06d", number));
  }

  /// Key i is read with a probability proportional to 1/(i+1)^skew: by inversion of the cumulative
  /// weights.
  private static int[] zipf() {
    double[] cumulative = new double[KEYS];
    double sum = 0;
    for (int i = 0; i < KEYS; i++) {
      sum += Math.pow(i + 1, -SKEW);
      cumulative[i] = sum;
    }
    Random random = new Random(SEED);
    int[] reads = new int[READS];
    for (int i = 0; i < READS; i++) {
      int found = java.util.Arrays.binarySearch(cumulative, random.nextDouble() * sum);
      reads[i] = found < 0 ? -found - 1 : found;
    }
    return reads;
  }
}
