package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.RecordType;
import java.util.Optional;

/// What a resolver remembers. A swap point: `dns.cache`.
///
/// An implementation to be swapped in has a public constructor `(int maximumEntries)`. Not
/// thread-safe: the resolver is one state machine. Instants are nanoseconds of a clock that never
/// goes back.
public interface DnsCache {
  /// What is known of `name` and `type` now. Names are the same in any case (RFC 4343).
  ///
  /// An entry is given for exactly its TTL and never longer; what it holds carries the TTL that is
  /// left, in whole seconds, rounded up so that it is at least 1. NXDOMAIN answers for every type.
  Optional<CacheEntry> find(Name name, RecordType type, long nowNanos);

  /// Remembers `entry` for `ttlSeconds`; 0 means not at all.
  ///
  /// Of two things said about one name, the later replaces the earlier, unless the earlier still
  /// lives and was said with more trust: [CacheEntry.Absent] counts as authoritative, and
  /// [CacheEntry.Failed] as less than everything else. NXDOMAIN replaces all types of its name, and
  /// is itself replaced by whatever is said of any type.
  void store(Name name, RecordType type, CacheEntry entry, long ttlSeconds, long nowNanos);

  /// Entries held now, expired ones that were not looked at since included; never above the bound.
  int size();
}
