package dev.orrery.cache.core.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cache.core.expiry.ExpiryIndex;
import dev.orrery.cache.core.keyspace.Keyspace.Condition;
import dev.orrery.cache.core.keyspace.SortedListChange.Precondition;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.eviction.Fifo;
import dev.orrery.primitives.eviction.Lfu;
import dev.orrery.primitives.eviction.Lru;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The keyspace against [NaiveKeyspace], call by call, on a clock of the test's own.
class KeyspaceProperties {
  /// One call, made on both; the answers must be the same text.
  sealed interface Call {
    record Get(String key) implements Call {}

    record Set(String key, String value, long ttl, Condition condition) implements Call {}

    record Delete(String key) implements Call {}

    record Increment(String key, long by) implements Call {}

    record Expire(String key, long ttl) implements Call {}

    record Change(
        String key, Map<String, Double> add, List<String> remove, int keep, long ttl, String needed)
        implements Call {}

    record Range(String key, int offset, int limit, boolean descending, double low, double high)
        implements Call {}

    record Advance(long millis) implements Call {}
  }

  private static final Arbitrary<String> KEYS = Arbitraries.of("a", "b", "c");
  private static final Arbitrary<Long> TTLS = Arbitraries.of(0L, 0L, 5L, 20L, 64L);
  private static final Arbitrary<String> MEMBERS = Arbitraries.of("p", "q", "r", "s", "t", "u");
  private static final Arbitrary<Double> SCORES =
      Arbitraries.of(-1.5, 0.0, 1.0, 2.0, Double.POSITIVE_INFINITY);

  @Provide
  Arbitrary<List<Call>> calls() {
    Arbitrary<Call> get = KEYS.map(Call.Get::new);
    Arbitrary<Call> set =
        Combinators.combine(
                KEYS, Arbitraries.of("7", "-1", "x", ""), TTLS, Arbitraries.of(Condition.class))
            .as(Call.Set::new);
    Arbitrary<Call> delete = KEYS.map(Call.Delete::new);
    Arbitrary<Call> increment =
        Combinators.combine(KEYS, Arbitraries.longs().between(-9, 9)).as(Call.Increment::new);
    Arbitrary<Call> expire = Combinators.combine(KEYS, TTLS).as(Call.Expire::new);
    Arbitrary<Call> change =
        Combinators.combine(
                KEYS,
                Arbitraries.maps(MEMBERS, SCORES).ofMaxSize(4),
                MEMBERS.list().ofMaxSize(2),
                Arbitraries.of(0, 0, 2, 3),
                TTLS,
                Arbitraries.of("", "", "p"))
            .as(Call.Change::new);
    Arbitrary<Call> range =
        Combinators.combine(
                KEYS,
                Arbitraries.integers().between(0, 4),
                Arbitraries.integers().between(1, 7),
                Arbitraries.of(true, false),
                Arbitraries.of(Double.NEGATIVE_INFINITY, 0.0, 1.0),
                Arbitraries.of(Double.POSITIVE_INFINITY, 1.0))
            .as(Call.Range::new);
    Arbitrary<Call> advance = Arbitraries.longs().between(1, 30).map(Call.Advance::new);
    return Arbitraries.oneOf(
            List.of(get, set, delete, increment, expire, change, change, range, range, advance))
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 1_000)
  void answersAsTheNaiveMapDoes(@ForAll("calls") List<Call> calls) {
    FakeTime time = new FakeTime();
    Keyspace keyspace = new Keyspace(new Lru<>(1 << 20), SkipList::new, time);
    NaiveKeyspace naive = new NaiveKeyspace(time::monotonicNanos);
    for (Call call : calls) {
      if (call instanceof Call.Advance(long millis)) {
        time.advance(Duration.ofMillis(millis));
        keyspace.expireDue();
      }
      assertThat(real(keyspace, call)).as("%s of %s", call, calls).isEqualTo(naive(naive, call));
    }
    int live = naive.keys();
    time.advance(ExpiryIndex.TICK); // then the wheel has caught up with what was due before
    keyspace.expireDue();
    assertThat(keyspace.stats().keys()).isBetween((long) naive.keys(), (long) live);
  }

  @Property
  void neverExceedsItsBoundUnderAnyPolicy(
      @ForAll("calls") List<Call> calls, @ForAll("policies") EvictionPolicy<Resident> policy) {
    FakeTime time = new FakeTime();
    Keyspace keyspace = new Keyspace(policy, SkipList::new, time);
    for (Call call : calls) {
      if (call instanceof Call.Advance(long millis)) {
        time.advance(Duration.ofMillis(millis));
        keyspace.expireDue();
      }
      real(keyspace, call);
      KeyspaceStats stats = keyspace.stats();
      assertThat(stats.usedBytes()).isBetween(0L, stats.capacityBytes());
      assertThat(stats.usedBytes() == 0).as("bytes without keys").isEqualTo(stats.keys() == 0);
    }
    keyspace.delete(List.of(Bytes.of("a"), Bytes.of("b"), Bytes.of("c")));
    assertThat(keyspace.stats().usedBytes()).as("all bytes come back").isZero();
  }

  @Provide
  Arbitrary<EvictionPolicy<Resident>> policies() {
    return Arbitraries.longs()
        .between(600, 4_000)
        .flatMap(capacity ->
            Arbitraries.of(0, 1, 2)
                .map(policy ->
                    switch (policy) {
                      case 0 -> new Lru<>(capacity);
                      case 1 -> new Lfu<>(capacity);
                      default -> new Fifo<>(capacity);
                    }));
  }

  private static String real(Keyspace keyspace, Call call) {
    return switch (call) {
      case Call.Get(String key) ->
          keyspace
              .get(List.of(Bytes.of(key)))
              .getFirst()
              .map(value -> new String(value.array(), StandardCharsets.UTF_8))
              .orElse("missing");
      case Call.Set(String key, String value, long ttl, Condition condition) ->
          refusal(() -> keyspace.set(Bytes.of(key), string(value), ttl, condition));
      case Call.Delete(String key) -> "" + keyspace.delete(List.of(Bytes.of(key)));
      case Call.Increment(String key, long by) ->
          refusal(() -> keyspace.increment(Bytes.of(key), by));
      case Call.Expire(String key, long ttl) -> refusal(() -> keyspace.expire(Bytes.of(key), ttl));
      case Call.Change change -> refusal(() -> change(keyspace, change));
      case Call.Range range -> refusal(() -> range(keyspace, range));
      case Call.Advance _ -> "";
    };
  }

  private static String refusal(Supplier<Object> call) {
    try {
      return call.get().toString();
    } catch (KeyspaceException refused) {
      return refused.getClass().getSimpleName();
    }
  }

  private static String change(Keyspace keyspace, Call.Change change) {
    SortedListChange.Outcome outcome =
        keyspace.change(
            new SortedListChange(
                Bytes.of(change.key()),
                change.add().entrySet().stream()
                    .map(entry -> new ScoredMember(Bytes.of(entry.getKey()), entry.getValue()))
                    .toList(),
                change.remove().stream().map(Bytes::of).toList(),
                change.keep(),
                change.ttl(),
                change.needed().isEmpty()
                    ? Precondition.NONE
                    : new Precondition.MemberExists(Bytes.of(change.needed()))));
    return outcome.applied()
        ? outcome.added() + " added, " + outcome.length() + " long"
        : "not applied";
  }

  private static String range(Keyspace keyspace, Call.Range range) {
    Optional<SortedListRange.Slice> slice =
        keyspace.range(
            Bytes.of(range.key()),
            new SortedListRange(
                range.offset(),
                range.limit(),
                range.descending(),
                OptionalDouble.of(range.low()),
                OptionalDouble.of(range.high())));
    return slice
        .map(found ->
            found.members().stream()
                    .map(scored -> Map.entry(scored.member().toString(), scored.score()))
                    .toList()
                + " of "
                + found.length())
        .orElse("missing");
  }

  private static StringValue string(String text) {
    return StringValue.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String naive(NaiveKeyspace naive, Call call) {
    return switch (call) {
      case Call.Get(String key) -> naive.get(key);
      case Call.Set(String key, String value, long ttl, Condition condition) ->
          "" + naive.set(key, value, ttl, condition);
      case Call.Delete(String key) -> "" + naive.delete(key);
      case Call.Increment(String key, long by) -> naive.increment(key, by);
      case Call.Expire(String key, long ttl) -> "" + naive.expire(key, ttl);
      case Call.Change(var key, var add, var remove, int keep, long ttl, var needed) ->
          naive.change(key, add, remove, keep, ttl, needed);
      case Call.Range(
              var key,
              int offset,
              int limit,
              boolean descending,
              double low,
              double high) ->
          naive.range(key, offset, limit, descending, low, high);
      case Call.Advance _ -> "";
    };
  }
}
