package dev.orrery.tracing.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import dev.orrery.tracing.core.metrics.LatencySketch;
import dev.orrery.tracing.core.metrics.LogarithmicBuckets;
import dev.orrery.tracing.core.metrics.OctaveBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// `tracing.quantiles`. The subject is a factory: each case needs fresh sketches.
public final class QuantilesSwapPoint implements SwapPoint<Supplier<LatencySketch>> {
  static final String NAME = "tracing.quantiles";

  private static final double GREATEST_ERROR = 0.02;
  private static final double[] QUANTILES = {0, 0.5, 0.9, 0.99, 1};

  /// Two streams of durations, either maybe empty.
  private record Streams(List<Long> left, List<Long> right) {
    List<Long> both() {
      List<Long> both = new ArrayList<>(left);
      both.addAll(right);
      return both;
    }

    String story() {
      return "record " + left + " in one sketch, " + right + " in another; merge";
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String summary() {
    return "Answers for quantiles of latency within a relative error, in bounded memory.";
  }

  @Override
  public Class<?> type() {
    return LatencySketch.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public Supplier<LatencySketch> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    var constructor = implementation.asSubclass(LatencySketch.class).getConstructor();
    constructor.newInstance();
    return () -> {
      try {
        return constructor.newInstance();
      } catch (ReflectiveOperationException failure) {
        throw new IllegalStateException(failure);
      }
    };
  }

  @Override
  public Contract<Supplier<LatencySketch>> contract() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "a quantile is within the relative error of the exact one",
            durations(),
            durations -> "record " + durations,
            (sketches, durations) -> {
              LatencySketch sketch = record(sketches.get(), durations);
              assertThat(sketch.relativeError()).as("error claimed").isBetween(0.0, GREATEST_ERROR);
              assertThat(sketch.count()).as("count").isEqualTo(durations.size());
              checkQuantiles(sketch, durations);
            }),
        Law.of(
            "a merged sketch answers for both streams",
            Combinators.combine(durations(), durations()).as(Streams::new),
            Streams::story,
            (sketches, streams) -> {
              LatencySketch merged = record(sketches.get(), streams.left());
              LatencySketch other = record(sketches.get(), streams.right());
              merged.merge(other);
              assertThat(merged.count()).as("count").isEqualTo(streams.both().size());
              checkQuantiles(merged, streams.both());
              checkQuantiles(other, streams.right());
            }),
        Law.of(
            "recording n times at once is recording n times",
            durations(),
            durations -> "record each of " + durations + " three times, singly and at once",
            (sketches, durations) -> {
              LatencySketch atOnce = sketches.get();
              LatencySketch singly = sketches.get();
              for (long nanos : durations) {
                atOnce.record(nanos, 3);
                for (int i = 0; i < 3; i++) {
                  singly.record(nanos, 1);
                }
              }
              assertThat(atOnce.count()).as("count").isEqualTo(3L * durations.size());
              for (double q : QUANTILES) {
                assertThat(atOnce.quantile(q)).as("quantile %s", q).isEqualTo(singly.quantile(q));
              }
            }));
  }

  private static Arbitrary<List<Long>> durations() {
    Arbitrary<Long> duration =
        Arbitraries.integers()
            .between(0, 41)
            .flatMap(bits -> Arbitraries.longs().between(1L << bits, (2L << bits) - 1));
    return duration.list().ofMaxSize(40);
  }

  private static LatencySketch record(LatencySketch sketch, List<Long> durations) {
    durations.forEach(nanos -> sketch.record(nanos, 1));
    return sketch;
  }

  private static void checkQuantiles(LatencySketch sketch, List<Long> durations) {
    List<Long> sorted = durations.stream().sorted().toList();
    for (double q : QUANTILES) {
      int rank = Math.max(1, (int) Math.ceil(q * sorted.size()));
      long exact = sorted.isEmpty() ? 0 : sorted.get(rank - 1);
      assertThat((double) Math.abs(sketch.quantile(q) - exact))
          .as("quantile %s is %d, exactly %d; distance", q, sketch.quantile(q), exact)
          .isLessThanOrEqualTo(exact * sketch.relativeError() + 1);
    }
  }

  @Override
  public Map<String, Contract<Supplier<LatencySketch>>> named() {
    return Map.of();
  }

  @Override
  public Map<String, Supplier<LatencySketch>> builtIns() {
    return Map.of("logarithmic", LogarithmicBuckets::new, "octave", OctaveBuckets::new);
  }

  @Override
  public List<WrongTwin<Supplier<LatencySketch>>> wrongTwins() {
    return List.of(
        new WrongTwin<>(
            "drops-outliers",
            "leaves out what is longer than ten seconds",
            Contract.ANY,
            WrongSketches.DropsOutliers::new),
        new WrongTwin<>(
            "averages",
            "averages the percentiles of the parts when merged",
            Contract.ANY,
            WrongSketches.AveragesOnMerge::new),
        new WrongTwin<>(
            "linear",
            "uses buckets of equal width, a millisecond each",
            Contract.ANY,
            WrongSketches.LinearBuckets::new),
        new WrongTwin<>(
            "keeps-the-first",
            "keeps the first sixteen durations as its sample",
            Contract.ANY,
            WrongSketches.KeepsTheFirst::new),
        new WrongTwin<>(
            "once",
            "counts once what was seen several times",
            Contract.ANY,
            WrongSketches.CountsOnce::new));
  }
}
