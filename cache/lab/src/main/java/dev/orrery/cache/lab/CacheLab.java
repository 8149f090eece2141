package dev.orrery.cache.lab;

import dev.orrery.cache.lab.experiments.HitRatioExperiment;
import dev.orrery.cache.lab.experiments.LockExperiment;
import dev.orrery.cache.lab.experiments.MemoryExperiment;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest of the cache's lab.
public final class CacheLab implements Lab {
  @Override
  public String component() {
    return "cache";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "sorted-list",
            "You will be able to hold a timeline so that its newest fifty, and any member's rank, are"
                + " found without reading the rest.",
            "With a plain sorted list of 10,000 members, how many are moved by one insertion at a"
                + " random place? And in a skip list, how many links change?",
            List.of(
                "members are distinct, in the order of score, then of bytes (unsigned)",
                "the rank of a member is the number of members before it",
                "a member added again moves to its new score",
                "an emptied list accounts for no member"),
            "/dev/orrery/cache/lab/stubs/MySortedList.java.stub",
            "desk.MySortedList",
            "cache.sorted-list",
            Contract.ANY,
            List.of(
                "Begin with an ArrayList of ScoredMember and Collections.binarySearch: ScoredMember is"
                    + " Comparable in the right order. That alone passes.",
                "A member that is there must leave its old place before it takes the new one, and"
                    + " finding the old place by binary search needs its old score: keep a map.",
                "For a skip list, let each link count the steps it skips; an insertion lengthens by"
                    + " one every link that passes over it. SkipList shows it.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        HitRatioExperiment.experiment(),
        MemoryExperiment.experiment(),
        LockExperiment.experiment());
  }
}
