package dev.orrery.system.lab;

import dev.orrery.system.judging.Contracts;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// Labs to test with.
final class Labs {
  private static final String STUBS = "/dev/orrery/primitives/lab/stubs/";

  private Labs() {}

  static Lab primitives() {
    return Contracts.labs().stream()
        .filter(lab -> lab.component().equals("primitives"))
        .findFirst()
        .orElseThrow();
  }

  /// Two exercises: `lru` as `cache.eviction`, with three hints, and `wheel`, with none.
  static Lab ofTwo() {
    return new Lab() {
      @Override
      public String component() {
        return "two";
      }

      @Override
      public List<Exercise> exercises() {
        return List.of(
            new Exercise(
                "lru",
                "the objective",
                "the question",
                List.of("the invariant"),
                STUBS + "MyLru.java.stub",
                "MyLru",
                "cache.eviction",
                "lru",
                List.of("one", "two", "three")),
            new Exercise(
                "wheel",
                "another objective",
                "another question",
                List.of(),
                STUBS + "MyTimerWheel.java.stub",
                "MyTimerWheel",
                "primitives.timers",
                Contract.ANY,
                List.of()));
      }

      @Override
      public List<Experiment> experiments() {
        return List.of();
      }
    };
  }
}
