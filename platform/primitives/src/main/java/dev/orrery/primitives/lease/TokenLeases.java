package dev.orrery.primitives.lease;

import java.util.LinkedHashMap;
import java.util.OptionalLong;

/// Leases as numbers that are never used twice.
///
/// ```
///   reader 1   grant(k) → 7      reads the old row …                redeem(k, 7) → false: not set
///   writer               changes the row, revoke(k)
///   reader 2                              grant(k) → 8   reads the new row   redeem(k, 8) → true: set
/// ```
///
/// Without the token reader 1 would set the old row after the writer's delete, and nothing would
/// ever correct it. With it, a late set is refused by one comparison of numbers.
///
/// A holder that died must not block its key: at most so many leases are out, and one more ends the
/// oldest. Its holder's set is refused, which costs a load and is never wrong.
///
/// Rajesh Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, §3.2.1.
public final class TokenLeases<K> implements Leases<K> {
  private final int maximumLeases;

  /// The leases that are out, oldest first; guarded by this.
  private final LinkedHashMap<K, Long> tokens = new LinkedHashMap<>();

  private long lastToken;

  /// @param maximumLeases how many may be out at a time, at least 1
  public TokenLeases(int maximumLeases) {
    if (maximumLeases < 1) {
      throw new IllegalArgumentException(
          "at most " + maximumLeases + " leases; at least 1 is allowed");
    }
    this.maximumLeases = maximumLeases;
  }

  @Override
  public synchronized OptionalLong grant(K key) {
    if (tokens.containsKey(key)) {
      return OptionalLong.empty();
    }
    if (tokens.size() == maximumLeases) {
      tokens.pollFirstEntry();
    }
    tokens.put(key, ++lastToken);
    return OptionalLong.of(lastToken);
  }

  @Override
  public synchronized boolean redeem(K key, long token) {
    return tokens.remove(key, token);
  }

  @Override
  public synchronized void revoke(K key) {
    tokens.remove(key);
  }
}
