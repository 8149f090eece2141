package dev.orrery.log.lab;

import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest of the log's lab.
public final class LogLab implements Lab {
  @Override
  public String component() {
    return "log";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "sticky-assignor",
            "You will be able to share partitions out evenly and move as few as that allows.",
            "Three members had 4, 4 and 0 partitions: how many must move? And with 4, 3 and 0?",
            List.of(
                "every partition has exactly one owner",
                "nobody gets a topic it does not subscribe to",
                "with equal subscriptions the loads differ by at most one",
                "what can stay, stays"),
            "/dev/orrery/log/lab/stubs/MyAssignor.java.stub",
            "desk.MyAssignor",
            "log.assignor",
            "sticky",
            List.of(
                "First let everybody keep what it had and still may have; deal the rest to whoever"
                    + " has least.",
                "Then, while somebody has two more than another, move one partition between them."
                    + " Why does this end?",
                "Sort members and partitions before every decision: a map's order is not yours to"
                    + " rely on.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        new Experiment(
            "group-commit",
            "A force takes the same time for one batch as for a hundred. How do throughput and"
                + " latency change from 1 caller to 64? Predict the factor before you run it.",
            GroupCommitExperiment::run),
        new Experiment(
            "rebalance-timeline",
            "Four members share twelve partitions; one dies, one joins. Who owns what, when? Predict"
                + " how long the partitions of the dead are without an owner.",
            RebalanceExperiment::run));
  }
}
