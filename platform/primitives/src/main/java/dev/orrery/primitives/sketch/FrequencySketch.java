package dev.orrery.primitives.sketch;

/// About how often each key was counted lately, in a few bytes a key, for keys that need not be
/// stored anywhere.
///
/// An estimate may be too high, since keys share counters. It is never too low, up to
/// [#MAXIMUM_ESTIMATE] and until the sketch ages: from time to time all counts halve, so that what
/// is no longer counted fades.
///
/// An implementation to be swapped in has a public constructor `(int expectedKeys)`. It ages not
/// before `10 * expectedKeys` calls of [#increment], and at the latest every `30 * expectedKeys`
/// calls that come for ever new keys. Of `expectedKeys` keys counted, at most one in twenty is
/// estimated too high. Not thread-safe.
///
/// @param <K> the key, with `equals` and a `hashCode` that tells keys apart
public interface FrequencySketch<K> {
  /// No estimate is higher.
  int MAXIMUM_ESTIMATE = 15;

  /// Counts `key` once more.
  void increment(K key);

  /// How often `key` was counted, 0 to [#MAXIMUM_ESTIMATE].
  int estimate(K key);

  /// Makes ready for `keys` keys when that is more than now expected. What was counted stays
  /// counted.
  ///
  /// @param keys how many keys are to be told apart, at least 1
  void expect(int keys);
}
