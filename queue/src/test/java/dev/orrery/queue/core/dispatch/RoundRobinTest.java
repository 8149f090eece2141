package dev.orrery.queue.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
  private final RoundRobin<String> line = new RoundRobin<>();

  private List<String> take(int count) {
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      line.next().ifPresent(taken::add);
    }
    return taken;
  }

  @Test
  void everybodyHasATurnAndNobodyMoreThanItsPrefetch() {
    line.join("a", 2);
    line.join("b", 1);
    line.join("c", 3);
    assertThat(take(9)).containsExactly("a", "b", "c", "a", "c", "c");
    assertThat(line.anybody()).isFalse();
  }

  @Test
  void whoSettlesGetsInLineAgainAtItsEnd() {
    line.join("a", 1);
    line.join("b", 2);
    assertThat(take(2)).containsExactly("a", "b");
    line.settled("a");
    assertThat(take(3)).containsExactly("b", "a");
  }

  @Test
  void whoHasLeftGetsNothingAndGivesNoCredit() {
    line.join("a", 1);
    line.join("b", 1);
    line.leave("a");
    line.settled("a");
    assertThat(take(2)).containsExactly("b");
    assertThat(line.next()).isEqualTo(Optional.empty());
    assertThat(line.size()).isEqualTo(1);
  }
}
