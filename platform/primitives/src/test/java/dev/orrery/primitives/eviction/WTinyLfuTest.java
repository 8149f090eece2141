package dev.orrery.primitives.eviction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.primitives.admission.Admission;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Admission, and a border that moves.
class WTinyLfuTest {
  @Test
  void aScanDoesNotPushOutWhatIsAskedForOften() {
    WTinyLfu<Integer> policy = new WTinyLfu<>(100);
    Set<Integer> resident = new HashSet<>();
    for (int round = 0; round < 10; round++) {
      for (int key = 0; key < 90; key++) {
        access(policy, resident, key);
      }
    }
    for (int key = 1_000; key < 3_000; key++) {
      access(policy, resident, key);
    }
    assertThat(resident.stream().filter(key -> key < 90).count()).isGreaterThan(70);
  }

  @Test
  void theWindowGrowsWhereRecencyCountsAndShrinksInALoop() {
    WTinyLfu<Integer> policy = new WTinyLfu<>(200);
    Set<Integer> resident = new HashSet<>();
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      access(policy, resident, 1_000_000 + i / 3 - random.nextInt(300));
    }
    long forNews = policy.windowBytes();
    for (int i = 0; i < 100_000; i++) {
      access(policy, resident, i % 400);
    }
    assertThat(forNews).isGreaterThan(60);
    assertThat(policy.windowBytes()).isLessThan(30);
  }

  @Test
  void aHeavyCandidateMustWinAgainstEachVictim() {
    WTinyLfu<String> policy = WTinyLfu.withFixedWindow(100, 0.1);
    for (int times = 0; times < 5; times++) {
      for (String key : List.of("a", "b", "c", "d", "e", "f", "g", "h", "i")) {
        assertThat(policy.access(key, 10)).isEmpty();
      }
    }
    assertThat(policy.access("heavy", 40)).containsExactly("heavy");
    assertThat(policy.usedBytes()).isEqualTo(90);
  }

  @Test
  void theAdmissionCanBeReplaced() {
    Admission<Integer> nobody =
        new Admission<>() {
          @Override
          public void record(Integer key) {}

          @Override
          public boolean admits(Integer candidate, Integer victim) {
            return false;
          }

          @Override
          public void expect(int keys) {}
        };
    WTinyLfu<Integer> policy = new WTinyLfu<>(100, nobody);
    Set<Integer> resident = new HashSet<>();
    for (int key = 0; key < 500; key++) {
      access(policy, resident, key);
    }
    assertThat(resident.stream().filter(key -> key < 99).count()).isEqualTo(99);
  }

  @Test
  void aShareOfTheWindowLiesBetweenNothingAndAll() {
    assertThat(WTinyLfu.<String>withFixedWindow(50, 1).windowBytes()).isEqualTo(50);
    assertThat(WTinyLfu.<String>withFixedWindow(50, 0).windowBytes()).isEqualTo(1);
    for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> WTinyLfu.withFixedWindow(50, share))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("0 to 1");
    }
  }

  private static void access(WTinyLfu<Integer> policy, Set<Integer> resident, Integer key) {
    resident.add(key);
    policy.access(key, 1).forEach(resident::remove);
  }
}
