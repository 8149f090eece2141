package dev.orrery.primitives.lease;

import java.util.OptionalLong;

/// Who may fill a key that a cache misses. A lease is a permission to set that key once; a change
/// of the key at its source takes the permission back.
///
/// An implementation to be swapped in has a public constructor `(int maximumLeases)`. Thread-safe.
///
/// @param <K> the key
public interface Leases<K> {
  /// Asks to fill `key`.
  ///
  /// @return the lease's token; empty when another lease on the key is out, whose holder is to be
  ///   waited for
  OptionalLong grant(K key);

  /// Ends the lease, if it is still the one on this key.
  ///
  /// @return whether its holder may set the key: true once for each lease; false when it was
  ///   revoked, expired by another's coming, or never granted on this key
  boolean redeem(K key, long token);

  /// The key was changed or deleted at its source: whatever is being loaded now is stale, and the
  /// next to ask is granted a lease of its own.
  void revoke(K key);
}
