package dev.orrery.primitives.eviction;

/// An eviction policy that also weighs when keys would expire by themselves.
///
/// The deadline does not belong into [EvictionPolicy#access]: it changes without an access
/// (PERSIST, EXPIRE), an access does not change it, and all other policies would carry a parameter
/// they ignore. So it is told beside the accesses, and a cache asks once, when it makes its policy,
/// whether it is of this kind.
///
/// @param <K> the key
public interface TimedEvictionPolicy<K> extends EvictionPolicy<K> {
  /// `key` will expire at `deadlineNanos`; replaces an earlier deadline. Nothing happens when the
  /// key is not resident.
  ///
  /// @param deadlineNanos monotonic nanoseconds, compared by difference: all deadlines in use lie
  ///   within 146 years of one another
  void expiresAt(K key, long deadlineNanos);

  /// `key` has no deadline any more. Nothing happens when it has none or is not resident.
  void persists(K key);
}
