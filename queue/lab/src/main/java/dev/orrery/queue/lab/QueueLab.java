package dev.orrery.queue.lab;

import dev.orrery.queue.lab.experiments.PrefetchFairness;
import dev.orrery.queue.lab.experiments.RedeliveryStorm;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest of the queue's lab.
public final class QueueLab implements Lab {
  @Override
  public String component() {
    return "queue";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "exponential-retry",
            "You will be able to space retries so that a service that is down is left alone and does"
                + " not meet a herd when it is back.",
            "A thousand messages fail in the same second. With a wait of exactly 1, 2, 4, 8 s, how many"
                + " requests does the service see in its busiest second? And with chance in it?",
            List.of(
                "no wait is negative or above the maximum, however often a message failed",
                "the same question has the same answer, in another process too",
                "without a base there is no wait",
                "half of the doubled base is certain, the other half is drawn"),
            "/dev/orrery/queue/lab/stubs/MyRetry.java.stub",
            "desk.MyRetry",
            "queue.retry",
            "exponential",
            List.of(
                "base << (failures - 1) is right until it is not: what is 1L << 64?",
                "java.util.Random gives another answer to the same question; a hash of seed, message"
                    + " and failures does not.",
                "bound - bound / 2 is certain; Math.floorMod(hash, bound / 2 + 1) is the rest.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        new Experiment(
            "redelivery-storm",
            "Three messages at the head of a queue fail whenever they are tried. How many of the 397"
                + " good ones behind them get done, with and without a dead-letter queue, with and"
                + " without backoff? Predict all four.",
            RedeliveryStorm::run),
        new Experiment(
            "prefetch-fairness",
            "Four workers, one of them ten times as slow. A small prefetch waits for the network, a"
                + " large one gives the slow worker as much as the others. Where is the best one?",
            PrefetchFairness::run));
  }
}
