package dev.orrery.primitives.admission;

import dev.orrery.primitives.sketch.CountMinSketch;
import dev.orrery.primitives.sketch.FrequencySketch;

/// TinyLFU: admits who was asked for more often lately.
///
/// ```
///   candidate, estimated 5   against   victim, estimated 3   → admitted, the victim leaves
///   candidate, estimated 2   against   victim, estimated 2   → refused: between equals nobody moves
/// ```
///
/// Frequencies come from a sketch, which counts also the keys that are not resident; that is what
/// LFU among residents cannot know. The sketch ages, so a favourite of yesterday loses its contest
/// tomorrow.
///
/// An attacker who finds keys that share the counters of a victim can keep the victim admitted for
/// ever. A random admission now and then is the usual cure; it is left out here, so that a run can
/// be repeated.
///
/// Gil Einziger, Roy Friedman and Ben Manes, "TinyLFU: A Highly Efficient Cache Admission Policy",
/// ACM Transactions on Storage 13(4), 2017.
public final class TinyLfu<K> implements Admission<K> {
  private final FrequencySketch<K> frequencies;

  /// @param expectedKeys residents of the cache, at least 1
  public TinyLfu(int expectedKeys) {
    this(new CountMinSketch<>(expectedKeys));
  }

  /// @param frequencies used by this admission alone
  public TinyLfu(FrequencySketch<K> frequencies) {
    this.frequencies = frequencies;
  }

  @Override
  public void record(K key) {
    frequencies.increment(key);
  }

  @Override
  public boolean admits(K candidate, K victim) {
    return frequencies.estimate(candidate) > frequencies.estimate(victim);
  }

  @Override
  public void expect(int keys) {
    frequencies.expect(keys);
  }
}
