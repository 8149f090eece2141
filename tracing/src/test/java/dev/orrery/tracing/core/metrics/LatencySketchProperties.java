package dev.orrery.tracing.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LatencySketchProperties {
  @Provide
  Arbitrary<Supplier<LatencySketch>> sketches() {
    return Arbitraries.of(LogarithmicBuckets::new, OctaveBuckets::new);
  }

  /// Spread over the magnitudes, as latencies are.
  @Provide
  Arbitrary<List<Long>> durations() {
    Arbitrary<Long> duration =
        Arbitraries.integers()
            .between(0, 41)
            .flatMap(bits -> Arbitraries.longs().between(1L << bits, (2L << bits) - 1));
    return duration.list().ofMinSize(1).ofMaxSize(200);
  }

  @Property
  void aQuantileIsWithinTheRelativeErrorOfTheExactOne(
      @ForAll("sketches") Supplier<LatencySketch> sketches,
      @ForAll("durations") List<Long> durations) {
    LatencySketch sketch = sketches.get();
    durations.forEach(nanos -> sketch.record(nanos, 1));
    assertThat(sketch.count()).isEqualTo(durations.size());
    List<Long> sorted = durations.stream().sorted().toList();
    for (double q : new double[] {0, 0.25, 0.5, 0.95, 0.99, 1}) {
      int rank = Math.max(1, (int) Math.ceil(q * sorted.size()));
      long exact = sorted.get(rank - 1);
      assertThat((double) Math.abs(sketch.quantile(q) - exact))
          .isLessThanOrEqualTo(exact * sketch.relativeError() + 1);
    }
  }

  @Property
  void mergingIsRecordingBothStreams(
      @ForAll("sketches") Supplier<LatencySketch> sketches,
      @ForAll("durations") List<Long> left,
      @ForAll("durations") List<Long> right) {
    LatencySketch merged = record(sketches, left);
    merged.merge(record(sketches, right));
    List<Long> both = new ArrayList<>(left);
    both.addAll(right);
    LatencySketch whole = record(sketches, both);
    for (double q : new double[] {0, 0.1, 0.5, 0.9, 0.99, 1}) {
      assertThat(merged.quantile(q)).isEqualTo(whole.quantile(q));
    }
    assertThat(merged.count()).isEqualTo(whole.count());
  }

  private static LatencySketch record(Supplier<LatencySketch> sketches, List<Long> durations) {
    LatencySketch sketch = sketches.get();
    durations.forEach(nanos -> sketch.record(nanos, 1));
    return sketch;
  }
}
