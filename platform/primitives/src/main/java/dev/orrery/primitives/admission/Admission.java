package dev.orrery.primitives.admission;

/// Decides whether a newcomer is worth the place of the one that would have to leave for it.
///
/// An implementation to be swapped in has a public constructor `(int expectedKeys)`. Not
/// thread-safe.
///
/// @param <K> the key, with `equals` and `hashCode`
public interface Admission<K> {
  /// Notes that `key` was asked for, whether it was resident or not.
  void record(K key);

  /// Whether `candidate` is to take the place of `victim`. Asking changes nothing.
  boolean admits(K candidate, K victim);

  /// Makes ready for a cache of `keys` residents when that is more than now expected. What was
  /// recorded stays recorded.
  ///
  /// @param keys at least 1
  void expect(int keys);
}
