package dev.orrery.cache.core.hyperloglog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/// What is packed is unpacked, and the estimate is close.
class HyperLogLogProperties {
  /// Six standard errors of 1.04 / sqrt(16384), and one element.
  private static final double TOLERANCE = 6 * 1.04 / 128;

  @Property(tries = 30)
  void bothEncodingsKeepTheRegistersAndTheEstimateIsClose(
      @ForAll @IntRange(max = 20_000) int elements, @ForAll int seed) {
    Registers registers = new Registers();
    for (int i = 0; i < elements; i++) {
      registers.add((seed + ":" + i).getBytes(US_ASCII));
    }
    for (long sparseBytes : new long[] {0, Integer.MAX_VALUE}) {
      byte[] packed = HyperLogLog.pack(registers, sparseBytes);
      Registers unpacked = HyperLogLog.unpack(packed);
      for (int i = 0; i < Registers.COUNT; i++) {
        assertThat(unpacked.get(i)).isEqualTo(registers.get(i));
      }
      assertThat(HyperLogLog.keptCount(packed)).isEqualTo(-1);
      assertThat(HyperLogLog.keptCount(HyperLogLog.withCount(packed, 7))).isEqualTo(7);
    }
    assertThat((double) registers.estimate()).isCloseTo(elements, within(1 + elements * TOLERANCE));
  }
}
