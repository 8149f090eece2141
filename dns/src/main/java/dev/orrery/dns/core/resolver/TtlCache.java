package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.primitives.eviction.Lru;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The cache by time to live; when it is full, the names used least recently leave.
///
/// ```
///   www.orrery.test ─► { A: records, until 17 s;   AAAA: absent, until 12 s }
///   nowhere.test    ─► { nothing of any type, until 9 s }
/// ```
///
/// All that is known of one name lies together, because NXDOMAIN speaks of all its types at once
/// and leaves with the first thing that says otherwise.
public final class TtlCache implements DnsCache {
  /// Types remembered of one name, at most: whoever asks for more gets no more room.
  static final int MAXIMUM_TYPES = 32;

  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Lru<Name> order;
  private final Map<Name, Known> names = new HashMap<>();

  /// @param maximumEntries at least 1
  public TtlCache(int maximumEntries) {
    if (maximumEntries < 1) {
      throw new IllegalArgumentException("a cache holds at least one entry, not " + maximumEntries);
    }
    this.order = new Lru<>(maximumEntries);
  }

  private record Held(CacheEntry entry, long expires) {
    boolean livesAt(long now) {
      return now - expires < 0;
    }
  }

  /// What is known of one name: either that it does not exist, or something of some types.
  private static final class Known {
    private @Nullable Held nothing;
    private final Map<RecordType, Held> types = new HashMap<>();

    int entries() {
      return types.size() + (nothing == null ? 0 : 1);
    }

    @Nullable Held of(RecordType type) {
      Held own = types.get(type);
      return own == null ? nothing : own;
    }

    void dropExpired(long now) {
      types.values().removeIf(held -> !held.livesAt(now));
      nothing = nothing != null && nothing.livesAt(now) ? nothing : null;
    }
  }

  @Override
  public Optional<CacheEntry> find(Name name, RecordType type, long nowNanos) {
    Known known = names.get(name);
    if (known == null) {
      return Optional.empty();
    }
    known.dropExpired(nowNanos);
    account(name, known);
    Held held = known.of(type);
    return held == null ? Optional.empty() : Optional.of(aged(held, nowNanos));
  }

  @Override
  public void store(Name name, RecordType type, CacheEntry entry, long ttlSeconds, long nowNanos) {
    if (ttlSeconds <= 0) {
      return;
    }
    Known known = names.computeIfAbsent(name, _ -> new Known());
    known.dropExpired(nowNanos);
    Held there = known.of(type);
    if (there == null || rank(entry) >= rank(there.entry())) {
      Held held = new Held(entry, nowNanos + ttlSeconds * NANOS);
      if (entry instanceof CacheEntry.Absent(ResponseCode code, var _)
          && code == ResponseCode.NXDOMAIN) {
        known.types.clear();
        known.nothing = held;
      } else if (known.types.containsKey(type) || known.types.size() < MAXIMUM_TYPES) {
        known.nothing = null;
        known.types.put(type, held);
      }
    }
    account(name, known);
  }

  @Override
  public int size() {
    return (int) order.usedBytes();
  }

  /// Tells the eviction policy how many entries the name has now, and drops whom it evicts.
  private void account(Name name, Known known) {
    if (known.entries() == 0) {
      order.remove(name);
      names.remove(name);
    } else {
      order.access(name, known.entries()).forEach(names::remove);
    }
  }

  private static int rank(CacheEntry entry) {
    return switch (entry) {
      case CacheEntry.Failed _ -> -1;
      case CacheEntry.Records(List<ResourceRecord> _, Trust trust) -> trust.rank();
      case CacheEntry.Absent _ -> Trust.AUTHORITATIVE.rank();
    };
  }

  private static CacheEntry aged(Held held, long now) {
    long left = Math.ceilDiv(held.expires() - now, NANOS);
    return switch (held.entry()) {
      case CacheEntry.Records(List<ResourceRecord> records, Trust trust) ->
          new CacheEntry.Records(
              records.stream().map(record -> record.withTtl(left)).toList(), trust);
      case CacheEntry.Absent(ResponseCode code, Optional<ResourceRecord> authority) ->
          new CacheEntry.Absent(code, authority.map(record -> record.withTtl(left)));
      case CacheEntry.Failed failed -> failed;
    };
  }
}
