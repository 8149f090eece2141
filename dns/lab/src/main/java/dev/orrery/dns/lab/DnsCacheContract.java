package dev.orrery.dns.lab;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.dns.core.resolver.CacheEntry;
import dev.orrery.dns.core.resolver.DnsCache;
import dev.orrery.dns.core.resolver.Trust;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/// The laws of remembering answers. The model is a map of what was said last about each name and
/// type, read plainly.
final class DnsCacheContract {
  private static final List<String> NAMES = List.of("a.test", "b.test");
  private static final List<RecordType> TYPES = List.of(RecordType.A, RecordType.AAAA);
  private static final int MAXIMUM_STEPS = 16;
  private static final int ROOMY = 1_000;
  private static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);

  private DnsCacheContract() {}

  /// What is said of a name.
  enum Said {
    GLUE,
    DATA,
    NODATA,
    NXDOMAIN,
    FAILURE
  }

  sealed interface Step {
    record Store(int name, int type, Said said, int ttl) implements Step {}

    /// Asked in capitals or not; names are the same.
    record Find(int name, int type, boolean capitals) implements Step {}

    record Pass(int millis) implements Step {}
  }

  record Case(List<Step> steps) {
    String story() {
      return steps.stream().map(DnsCacheContract::tell).collect(Collectors.joining("; "));
    }
  }

  private static String tell(Step step) {
    return switch (step) {
      case Step.Store(int name, int type, Said said, int ttl) ->
          "%s of %s %s for %d s".formatted(said, NAMES.get(name), TYPES.get(type), ttl);
      case Step.Find(int name, int type, boolean capitals) ->
          "find %s %s".formatted(shown(name, capitals), TYPES.get(type));
      case Step.Pass(int millis) -> millis + " ms pass";
    };
  }

  private static String shown(int name, boolean capitals) {
    return capitals ? NAMES.get(name).toUpperCase(java.util.Locale.ROOT) : NAMES.get(name);
  }

  private static Arbitrary<Case> cases() {
    Arbitrary<Integer> names = Arbitraries.integers().between(0, NAMES.size() - 1);
    Arbitrary<Integer> types = Arbitraries.integers().between(0, TYPES.size() - 1);
    Arbitrary<Step> store =
        Combinators.combine(
                names, types, Arbitraries.of(Said.class), Arbitraries.of(0, 1, 2, 3, 10))
            .as(Step.Store::new);
    Arbitrary<Step> find =
        Combinators.combine(names, types, Arbitraries.of(true, false)).as(Step.Find::new);
    Arbitrary<Step> pass = Arbitraries.of(1, 500, 999, 1_000, 2_000).map(Step.Pass::new);
    return Arbitraries.oneOf(store, store, find, pass)
        .list()
        .ofMaxSize(MAXIMUM_STEPS)
        .map(Case::new);
  }

  /// One thing said, and when it is over.
  private record Known(Said said, long from, long until) {}

  /// What should be known, with the cache beside it.
  private static final class Play {
    private final DnsCache cache;
    private final Map<List<Integer>, Known> model = new HashMap<>();
    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(5); // the clock may wrap

    Play(DnsCache cache) {
      this.cache = cache;
    }

    void step(Step step) {
      switch (step) {
        case Step.Store(int name, int type, Said said, int ttl) -> {
          cache.store(
              Name.of(NAMES.get(name)), TYPES.get(type), entry(name, type, said, ttl), ttl, now);
          say(name, type, said, ttl);
        }
        case Step.Find find -> find(find);
        case Step.Pass(int millis) -> now += millis * MILLIS;
      }
    }

    private void say(int name, int type, Said said, int ttl) {
      Known there = known(name, type);
      if (ttl == 0 || (there != null && rank(said) < rank(there.said()))) {
        return;
      }
      Known known = new Known(said, now, now + TimeUnit.SECONDS.toNanos(ttl));
      boolean wasNothing = there != null && there.said() == Said.NXDOMAIN;
      for (int other = 0; other < TYPES.size(); other++) {
        if (said == Said.NXDOMAIN) {
          model.put(List.of(name, other), known);
        } else if (wasNothing) {
          model.remove(List.of(name, other));
        }
      }
      model.put(List.of(name, type), known);
    }

    private @Nullable Known known(int name, int type) {
      Known known = model.get(List.of(name, type));
      return known != null && now - known.until() < 0 ? known : null;
    }

    private void find(Step.Find find) {
      Known due = known(find.name(), find.type());
      Optional<CacheEntry> found =
          cache.find(Name.of(shown(find.name(), find.capitals())), TYPES.get(find.type()), now);
      if (due == null) {
        check(found.isEmpty(), "found " + found + " where nothing is known any more");
        return;
      }
      check(found.isPresent(), "found nothing, due was " + due.said());
      Said said = said(found.get());
      check(said == due.said(), "found " + said + ", due was " + due.said());
      long left = Math.ceilDiv(due.until() - now, TimeUnit.SECONDS.toNanos(1));
      long told = ttl(found.get(), left);
      check(told == left, "told a TTL of " + told + " s, left are " + left + " s");
    }
  }

  private static int rank(Said said) {
    return switch (said) {
      case FAILURE -> 0;
      case GLUE -> 1;
      case DATA, NODATA, NXDOMAIN -> 2;
    };
  }

  private static CacheEntry entry(int name, int type, Said said, int ttl) {
    Name owner = Name.of(NAMES.get(name));
    return switch (said) {
      case GLUE, DATA -> {
        Rdata data = TYPES.get(type).equals(RecordType.A) ? new Rdata.A(1) : new Rdata.Aaaa(0, 1);
        yield new CacheEntry.Records(
            List.of(ResourceRecord.of(owner, TYPES.get(type), ttl, data)),
            said == Said.GLUE ? Trust.GLUE : Trust.AUTHORITATIVE);
      }
      case NODATA -> new CacheEntry.Absent(ResponseCode.NOERROR, Optional.of(authority(ttl)));
      case NXDOMAIN -> new CacheEntry.Absent(ResponseCode.NXDOMAIN, Optional.of(authority(ttl)));
      case FAILURE -> new CacheEntry.Failed("silence");
    };
  }

  private static ResourceRecord authority(int ttl) {
    Name zone = Name.of("test");
    return ResourceRecord.of(zone, RecordType.SOA, ttl, new Rdata.Soa(zone, zone, 1, 1, 1, 1, ttl));
  }

  private static Said said(CacheEntry entry) {
    return switch (entry) {
      case CacheEntry.Records records -> records.trust() == Trust.GLUE ? Said.GLUE : Said.DATA;
      case CacheEntry.Absent absent ->
          absent.code() == ResponseCode.NXDOMAIN ? Said.NXDOMAIN : Said.NODATA;
      case CacheEntry.Failed _ -> Said.FAILURE;
    };
  }

  /// The TTL that an entry tells; `otherwise` for one that tells none.
  private static long ttl(CacheEntry entry, long otherwise) {
    return switch (entry) {
      case CacheEntry.Records records -> records.records().getFirst().ttl();
      case CacheEntry.Absent absent ->
          absent.authority().map(ResourceRecord::ttl).orElse(otherwise);
      case CacheEntry.Failed _ -> otherwise;
    };
  }

  static Contract<IntFunction<DnsCache>> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "gives what was said last, for its TTL and no longer",
            cases(),
            Case::story,
            (caches, c) -> {
              Play play = new Play(caches.apply(ROOMY));
              c.steps().forEach(play::step);
              for (int name = 0; name < NAMES.size(); name++) {
                for (int type = 0; type < TYPES.size(); type++) {
                  play.step(new Step.Find(name, type, false));
                }
              }
            }),
        Law.of(
            "never holds more than its entries, and always the last",
            Combinators.combine(
                    Arbitraries.integers().between(1, 10), Arbitraries.integers().between(1, 60))
                .as(List::of),
            pair -> "room for " + pair.getFirst() + ", " + pair.getLast() + " names stored",
            (caches, pair) -> {
              DnsCache cache = caches.apply(pair.getFirst());
              for (int i = 0; i < pair.getLast(); i++) {
                Name name = Name.of("n" + i + ".test");
                CacheEntry data = entry(0, 0, Said.DATA, 60);
                cache.store(name, RecordType.A, data, 60, 0);
                check(
                    cache.size() <= pair.getFirst(),
                    "holds " + cache.size() + " entries after name " + i);
                check(
                    cache.find(name, RecordType.A, 0).isPresent(),
                    "has lost name " + i + " at once");
              }
            }));
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
