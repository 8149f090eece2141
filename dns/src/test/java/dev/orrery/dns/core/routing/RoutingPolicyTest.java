package dev.orrery.dns.core.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RoutingPolicyTest {
  private static final List<Target> TARGETS =
      List.of(new Target(0, 1), new Target(1, 1), new Target(2, 8));

  @Test
  void roundRobinRotatesByOne() {
    RoutingPolicy policy = new RoundRobinRouting();
    assertThat(policy.order(TARGETS, 1, new Random(1)))
        .extracting(Target::index)
        .containsExactly(1, 2, 0);
    assertThat(policy.order(TARGETS, -1, new Random(1)))
        .extracting(Target::index)
        .containsExactly(2, 0, 1);
  }

  @Test
  void weightedPutsATargetFirstAsOftenAsItsWeightSays() {
    RoutingPolicy policy = new WeightedRouting();
    Random random = new Random(1);
    int heavyFirst = 0;
    for (int turn = 0; turn < 10_000; turn++) {
      List<Target> ordered = policy.order(TARGETS, turn, random);
      assertThat(ordered).containsExactlyInAnyOrderElementsOf(TARGETS);
      heavyFirst += ordered.getFirst().index() == 2 ? 1 : 0;
    }
    assertThat(heavyFirst).isCloseTo(8_000, Percentage.withPercentage(3));
  }

  @Test
  void fixedKeepsTheOrder() {
    assertThat(new FixedRouting().order(TARGETS, 5, new Random(1))).isEqualTo(TARGETS);
  }

  @Test
  void aWeightOutOfBoundsIsRefused() {
    assertThatThrownBy(() -> new Target(0, 0)).hasMessageContaining("65535");
  }
}
