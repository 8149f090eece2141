package dev.orrery.primitives.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Who would expire soonest leaves, and who has no deadline stays.
class VolatileTtlTest {
  private final VolatileTtl<String> policy = new VolatileTtl<>(3);

  @Test
  void evictsWhoWouldExpireSoonestAndThenRefuses() {
    policy.access("kept", 1);
    put("late", 1, 10);
    put("soon", 1, 2);
    assertThat(policy.access("new", 1)).containsExactly("soon");
    assertThat(policy.access("newer", 1)).containsExactly("late");
    assertThat(policy.access("newest", 1)).containsExactly("newest");
    assertThat(policy.usedBytes()).isEqualTo(3);
  }

  @Test
  void aDeadlineMayMoveAndMayBeTakenAway() {
    put("a", 1, 1);
    put("b", 1, 2);
    put("c", 1, 3);
    policy.expiresAt("a", 9);
    policy.persists("b");
    assertThat(policy.access("d", 2)).containsExactly("c", "a");
    policy.remove("d");
    assertThat(policy.access("e", 2)).isEmpty();
    assertThat(policy.access("f", 1)).containsExactly("f");
  }

  @Test
  void deadlinesAreComparedByDifference() {
    put("beyond the overflow", 1, Long.MIN_VALUE + 5);
    put("before it", 1, Long.MAX_VALUE - 5);
    put("later", 1, Long.MIN_VALUE + 9);
    assertThat(policy.access("new", 1)).containsExactly("before it");
  }

  @Test
  void aKeyThatGrowsIsNotItsOwnVictimForExpiringSoon() {
    put("soon", 1, 1);
    put("late", 1, 5);
    assertThat(policy.access("soon", 3)).containsExactly("late");
    assertThat(policy.access("other", 1)).containsExactly("soon");
  }

  @Test
  void whoIsNotResidentHasNoDeadline() {
    policy.expiresAt("absent", 1);
    policy.persists("absent");
    policy.access("absent", 3);
    assertThat(policy.access("new", 1)).containsExactly("new");
  }

  private void put(String key, long weight, long deadlineNanos) {
    assertThat(policy.access(key, weight)).isEmpty();
    policy.expiresAt(key, deadlineNanos);
  }
}
