package dev.orrery.cache.core.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.cache.core.keyspace.Keyspace.Condition;
import dev.orrery.cache.core.keyspace.SortedListChange.Precondition;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.primitives.eviction.Lru;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyspaceTest {
  private static final Bytes KEY = Bytes.of("key");

  private final FakeTime time = new FakeTime();
  private final Keyspace keyspace = keyspace(1 << 20);

  private Keyspace keyspace(long capacityBytes) {
    return new Keyspace(new Lru<>(capacityBytes), SkipList::new, time);
  }

  private Optional<String> get(Bytes key) {
    return keyspace
        .get(List.of(key))
        .getFirst()
        .map(value -> new String(value.array(), StandardCharsets.UTF_8));
  }

  private boolean set(String value, long ttlMillis, Condition condition) {
    return keyspace.set(
        KEY, StringValue.of(value.getBytes(StandardCharsets.UTF_8)), ttlMillis, condition);
  }

  private static SortedListChange add(double score, String... members) {
    List<ScoredMember> scored =
        List.of(members).stream().map(member -> new ScoredMember(Bytes.of(member), score)).toList();
    return new SortedListChange(KEY, scored, List.of(), 0, 0, Precondition.NONE);
  }

  private List<String> members(Keyspace of) {
    SortedListRange all =
        new SortedListRange(0, 1_000, false, OptionalDouble.empty(), OptionalDouble.empty());
    return of.range(KEY, all).stream()
        .flatMap(slice -> slice.members().stream())
        .map(scored -> scored.member().toString())
        .toList();
  }

  @Test
  void aKeyIsThereUntilItsTimeIsOverAndNotAnInstantLonger() {
    set("v", 1_000, Condition.ALWAYS);
    time.advance(Duration.ofSeconds(1).minusNanos(1));
    assertThat(get(KEY)).contains("v");
    time.advance(Duration.ofNanos(1));
    assertThat(get(KEY)).isEmpty();
    assertThat(keyspace.stats().expirations()).isEqualTo(1);
  }

  @Test
  void keysNobodyReadsGiveTheirBytesBackWithinATick() {
    for (int i = 0; i < 2_500; i++) {
      keyspace.set(Bytes.of("k" + i), StringValue.of(i), 100, Condition.ALWAYS);
    }
    assertThat(keyspace.nextDeadline()).isPresent();
    time.advance(Duration.ofMillis(110));
    assertThat(keyspace.expireDue()).as("in batches").isTrue();
    assertThat(keyspace.stats().keys()).isEqualTo(2_500 - Keyspace.EXPIRY_BATCH);
    assertThat(keyspace.expireDue()).isTrue();
    assertThat(keyspace.expireDue()).isFalse();
    assertThat(keyspace.stats().keys()).isZero();
    assertThat(keyspace.stats().usedBytes()).isZero();
    assertThat(keyspace.stats().expirations()).isEqualTo(2_500);
  }

  @Test
  void aFiredTimerDoesNotTakeTheKeyThatWasGivenMoreTime() {
    set("v", 100, Condition.ALWAYS);
    time.advance(Duration.ofMillis(50));
    keyspace.expire(KEY, 100);
    time.advance(Duration.ofMillis(60));
    keyspace.expireDue();
    assertThat(get(KEY)).contains("v");
    keyspace.expire(KEY, 0);
    time.advance(Duration.ofDays(1));
    keyspace.expireDue();
    assertThat(get(KEY)).contains("v");
  }

  @Test
  void settingReplacesTheTimeToLiveAndCountingKeepsIt() {
    set("1", 100, Condition.ALWAYS);
    set("1", 0, Condition.ALWAYS);
    time.advance(Duration.ofMillis(200));
    assertThat(keyspace.increment(KEY, 1)).isEqualTo(2);
    set("1", 100, Condition.ALWAYS);
    keyspace.increment(KEY, 1);
    time.advance(Duration.ofMillis(100));
    assertThat(keyspace.increment(KEY, 5)).as("a missing key counts as 0").isEqualTo(5);
  }

  @Test
  void anEnormousTimeToLiveDoesNotOverflow() {
    set("v", Long.MAX_VALUE, Condition.ALWAYS);
    time.advance(Duration.ofDays(365 * 50));
    keyspace.expireDue();
    assertThat(get(KEY)).contains("v");
  }

  @Test
  void countersAreStrictAboutWhatANumberIs() {
    for (String text : List.of("", "+1", "01", "-0", "1 ", "9223372036854775808", "1.0", "x")) {
      set(text, 0, Condition.ALWAYS);
      assertThatThrownBy(() -> keyspace.increment(KEY, 1))
          .as(text)
          .isInstanceOf(KeyspaceException.NotAnInteger.class);
    }
    set(Long.toString(Long.MIN_VALUE), 0, Condition.ALWAYS);
    assertThat(keyspace.increment(KEY, 1)).isEqualTo(Long.MIN_VALUE + 1);
    assertThatThrownBy(() -> keyspace.increment(KEY, -2))
        .isInstanceOf(KeyspaceException.NotAnInteger.class)
        .hasMessageContaining("overflows");
  }

  @Test
  void aListThatTheChangeLeavesEmptyIsRemoved() {
    keyspace.change(add(1, "a"));
    SortedListChange empties =
        new SortedListChange(KEY, List.of(), List.of(Bytes.of("a")), 0, 50, Precondition.NONE);
    assertThat(keyspace.change(empties)).isEqualTo(new SortedListChange.Outcome(true, 0, 0));
    assertThat(keyspace.stats().keys()).isZero();
    assertThat(keyspace.stats().usedBytes()).isZero();
  }

  @Test
  void whatDoesNotFitAloneIsRefusedAndChangesNothing() {
    Keyspace small = keyspace(4_000);
    small.change(add(1, "a", "b"));
    long before = small.stats().usedBytes();
    String[] many = IntStream.range(0, 100).mapToObj(i -> "m" + i).toArray(String[]::new);
    assertThatThrownBy(() -> small.change(add(2, many)))
        .isInstanceOf(KeyspaceException.OutOfMemory.class);
    assertThatThrownBy(() -> small.set(KEY, StringValue.of(new byte[4_000]), 0, Condition.ALWAYS))
        .isInstanceOf(KeyspaceException.OutOfMemory.class);
    assertThat(members(small)).containsExactly("a", "b");
    assertThat(small.stats().usedBytes()).isEqualTo(before);
  }

  @Test
  void aLongAdditionThatIsTrimmedToFitIsNotRefused() {
    Keyspace small = keyspace(4_000);
    String[] many = IntStream.range(10, 60).mapToObj(i -> "m" + i).toArray(String[]::new);
    SortedListChange all = add(2, many);
    SortedListChange trimmed =
        new SortedListChange(KEY, all.add(), List.of(), 3, 0, Precondition.NONE);
    small.change(add(1, "a"));
    assertThat(small.change(trimmed).length()).isEqualTo(3);
    assertThat(members(small)).containsExactly("m57", "m58", "m59");
  }

  @Test
  void aGrowingListPushesOthersOut() {
    Keyspace small = keyspace(8_000);
    small.set(Bytes.of("victim"), StringValue.of(1), 60_000, Condition.ALWAYS);
    for (int i = 0; small.stats().evictions() == 0; i++) {
      small.change(add(i, "member" + i));
      assertThat(small.stats().usedBytes()).isLessThanOrEqualTo(8_000);
    }
    assertThat(small.get(List.of(Bytes.of("victim"))).getFirst()).isEmpty();
    assertThat(members(small)).isNotEmpty();
    assertThat(small.nextDeadline()).as("the victim's timer went with it").isEmpty();
  }

  @Test
  void hitsAndMissesAreCountedPerKey() {
    set("v", 0, Condition.ALWAYS);
    keyspace.get(List.of(KEY, Bytes.of("none"), KEY));
    assertThat(keyspace.stats().hits()).isEqualTo(2);
    assertThat(keyspace.stats().misses()).isEqualTo(1);
  }
}
