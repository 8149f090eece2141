package dev.orrery.log.core.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GroupSimulationTest {
  private static final List<Assignor> ASSIGNORS =
      List.of(new StickyAssignor(), new UniformAssignor(), new RangeAssignor());

  @Test
  void noPartitionEverHasTwoOwnersAndZombiesCannotCommit() {
    run(25);
  }

  @Test
  @Tag("deep")
  void noPartitionEverHasTwoOwnersInTwoThousandRuns() {
    run(2_000);
  }

  private static void run(int seeds) {
    int taken = 0;
    int refused = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      var simulation = new GroupSimulation(seed, ASSIGNORS.get((int) (seed % 3)));
      try {
        simulation.run(60_000, 10_000);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
      taken += simulation.commitsTaken;
      refused += simulation.zombieCommitsRefused;
    }
    assertThat(taken).isGreaterThan(100 * seeds);
    assertThat(refused).as("late commits that the simulation produced").isPositive();
  }

  @Test
  void theSameSeedGivesTheSameLogOfEvents() {
    for (long seed = 1; seed <= 5; seed++) {
      List<String> first = new GroupSimulation(seed, new StickyAssignor()).run(20_000, 10_000);
      List<String> second = new GroupSimulation(seed, new StickyAssignor()).run(20_000, 10_000);
      assertThat(second).isEqualTo(first);
      assertThat(first).hasSizeGreaterThan(500);
    }
  }
}
