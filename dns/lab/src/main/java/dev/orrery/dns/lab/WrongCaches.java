package dev.orrery.dns.lab;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.dns.core.resolver.CacheEntry;
import dev.orrery.dns.core.resolver.DnsCache;
import dev.orrery.dns.core.resolver.Trust;
import dev.orrery.dns.core.resolver.TtlCache;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/// Caches with one mistake each, of the kinds that have been made.
final class WrongCaches {
  private WrongCaches() {}

  static List<WrongTwin<IntFunction<DnsCache>>> all() {
    return List.of(
        twin("refresh-on-read", "lets an entry live longer each time it is read", Refreshing::new),
        twin("never-older", "tells the TTL it was given, however old the entry is", Ageless::new),
        twin("one-second-more", "serves an entry in the second after its end", Late::new),
        twin("keeps-case", "takes a name in capitals for another name", CaseKeeping::new),
        twin("glue-wins", "lets glue replace what the zone itself said", GlueWins::new),
        twin("negative-sticks", "keeps NXDOMAIN when the name has come to be", Sticking::new),
        twin("nxdomain-by-type", "remembers NXDOMAIN for the type asked only", ByType::new),
        twin(
            "failure-hides",
            "lets a failure replace an answer that still lives",
            FailureHides::new),
        twin("unbounded", "never lets anything go", entries -> new TtlCache(1_000_000)));
  }

  private static WrongTwin<IntFunction<DnsCache>> twin(
      String name, String mistake, IntFunction<DnsCache> subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }

  /// Passes everything on; a twin changes one thing.
  private abstract static class Around implements DnsCache {
    final DnsCache inner;

    Around(int entries) {
      this.inner = new TtlCache(entries);
    }

    @Override
    public Optional<CacheEntry> find(Name name, RecordType type, long now) {
      return inner.find(name, type, now);
    }

    @Override
    public void store(Name name, RecordType type, CacheEntry entry, long ttl, long now) {
      inner.store(name, type, entry, ttl, now);
    }

    @Override
    public int size() {
      return inner.size();
    }
  }

  private static final class Refreshing extends Around {
    private final Map<List<Object>, Long> ttls = new HashMap<>();

    Refreshing(int entries) {
      super(entries);
    }

    @Override
    public void store(Name name, RecordType type, CacheEntry entry, long ttl, long now) {
      ttls.put(List.of(name, type), ttl);
      super.store(name, type, entry, ttl, now);
    }

    @Override
    public Optional<CacheEntry> find(Name name, RecordType type, long now) {
      Optional<CacheEntry> found = super.find(name, type, now);
      long ttl = ttls.getOrDefault(List.of(name, type), 0L);
      found.ifPresent(entry -> super.store(name, type, entry, ttl, now));
      return found;
    }
  }

  private static final class Ageless extends Around {
    private final Map<List<Object>, CacheEntry> given = new HashMap<>();

    Ageless(int entries) {
      super(entries);
    }

    @Override
    public void store(Name name, RecordType type, CacheEntry entry, long ttl, long now) {
      super.store(name, type, entry, ttl, now);
      given.put(List.of(name, type), entry);
    }

    @Override
    public Optional<CacheEntry> find(Name name, RecordType type, long now) {
      return super.find(name, type, now)
          .map(found -> {
            CacheEntry first = given.get(List.of(name, type));
            boolean same = first != null && first.getClass().equals(found.getClass());
            return same ? first : found;
          });
    }
  }

  private static final class Late extends Around {
    Late(int entries) {
      super(entries);
    }

    @Override
    public void store(Name name, RecordType type, CacheEntry entry, long ttl, long now) {
      super.store(name, type, entry, ttl == 0 ? 0 : ttl + 1, now);
    }
  }

  private static final class CaseKeeping extends Around {
    CaseKeeping(int entries) {
      super(entries);
    }

    @Override
    public Optional<CacheEntry> find(Name name, RecordType type, long now) {
      return name.sameCase(name.lowerCase()) ? super.find(name, type, now) : Optional.empty();
    }
  }

  private static final class GlueWins extends Around {
    GlueWins(int entries) {
      super(entries);
    }

    @Override
    public void store(Name name, RecordType type, CacheEntry entry, long ttl, long now) {
      if (entry instanceof CacheEntry.Records(List<ResourceRecord> records, Trust trust)
          && trust == Trust.GLUE) {
        CacheEntry promoted = new CacheEntry.Records(records, Trust.AUTHORITATIVE);
        super.store(name, type, promoted, ttl, now);
      } else {
        super.store(name, type, entry, ttl, now);
      }
    }
  }

  private static final class Sticking extends Around {
    Sticking(int entries) {
      super(entries);
    }

    @Override
    public void store(Name name, RecordType type, CacheEntry entry, long ttl, long now) {
      if (!isNothing(super.find(name, type, now))) {
        super.store(name, type, entry, ttl, now);
      }
    }
  }

  private static boolean isNothing(Optional<CacheEntry> found) {
    return found.orElse(null) instanceof CacheEntry.Absent absent
        && absent.code() == ResponseCode.NXDOMAIN;
  }

  private static final class ByType extends Around {
    ByType(int entries) {
      super(entries);
    }

    @Override
    public void store(Name name, RecordType type, CacheEntry entry, long ttl, long now) {
      if (isNothing(Optional.of(entry))) {
        Optional<ResourceRecord> authority = ((CacheEntry.Absent) entry).authority();
        super.store(name, type, new CacheEntry.Absent(ResponseCode.NOERROR, authority), ttl, now);
      } else {
        super.store(name, type, entry, ttl, now);
      }
    }
  }

  private static final class FailureHides extends Around {
    private final Map<List<Object>, Long> failed = new HashMap<>();

    FailureHides(int entries) {
      super(entries);
    }

    @Override
    public void store(Name name, RecordType type, CacheEntry entry, long ttl, long now) {
      if (entry instanceof CacheEntry.Failed) {
        failed.put(List.of(name, type), now + TimeUnit.SECONDS.toNanos(ttl));
      } else {
        super.store(name, type, entry, ttl, now);
      }
    }

    @Override
    public Optional<CacheEntry> find(Name name, RecordType type, long now) {
      Long until = failed.get(List.of(name, type));
      return until != null && now - until < 0
          ? Optional.of(new CacheEntry.Failed("silence"))
          : super.find(name, type, now);
    }
  }
}
