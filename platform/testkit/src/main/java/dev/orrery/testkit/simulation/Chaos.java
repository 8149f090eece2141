package dev.orrery.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Trouble by itself: again and again, after a random pause, a node crashes (between two events or
/// inside a disk operation) and starts again later, or the network falls into two parts and heals
/// later. When its time is over everything is up and healed, so that a test can then demand
/// progress.
///
/// @param crashable the nodes that may crash
/// @param meanPause between two troubles
/// @param meanOutage of one trouble
/// @param end since the beginning of the simulation
public record Chaos(List<String> crashable, Duration meanPause, Duration meanOutage, Duration end) {
  private static final int DISK_OPERATIONS = 20;

  public Chaos {
    crashable = List.copyOf(crashable);
  }

  /// Lets it loose on a simulation to which all nodes have been added.
  public void unleash(Simulation<?> simulation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    simulation.at(
        end,
        () -> {
          simulation.heal();
          simulation.nodes().forEach(simulation::calmDisk);
          simulation.nodes().forEach(simulation::restart);
        });
    next(simulation, random);
  }

  private void next(Simulation<?> simulation, SplittableRandom random) {
    simulation.after(
        around(meanPause, random),
        () -> {
          if (simulation.now() < end.toNanos()) {
            trouble(simulation, random);
            next(simulation, random);
          }
        });
  }

  private void trouble(Simulation<?> simulation, SplittableRandom random) {
    Duration outage = around(meanOutage, random);
    int kind = crashable.isEmpty() ? 0 : random.nextInt(3);
    if (kind == 0) {
      List<String> one = new ArrayList<>();
      List<String> other = new ArrayList<>();
      simulation.nodes().forEach(name -> (random.nextBoolean() ? one : other).add(name));
      simulation.partition(one, other);
      simulation.after(outage, simulation::heal);
      return;
    }
    String victim = crashable.get(random.nextInt(crashable.size()));
    if (kind == 1) {
      simulation.crash(victim);
    } else if (simulation.isUp(victim)) {
      simulation.crashOnDisk(victim, 1 + random.nextInt(1 + random.nextInt(DISK_OPERATIONS)));
    }
    revive(simulation, victim, outage);
  }

  /// Starts a victim again an outage later, waiting for one whose disk has not struck yet.
  private void revive(Simulation<?> simulation, String victim, Duration outage) {
    simulation.after(
        outage,
        () -> {
          if (!simulation.isUp(victim)) {
            simulation.restart(victim);
          } else if (simulation.now() < end.toNanos()) {
            revive(simulation, victim, outage);
          }
        });
  }

  private static Duration around(Duration mean, SplittableRandom random) {
    return Duration.ofNanos(1 + random.nextLong(2 * mean.toNanos()));
  }
}
