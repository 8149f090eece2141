package dev.orrery.social.lab;

import dev.orrery.social.lab.experiments.FanOutCost;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest.
public final class SocialLab implements Lab {
  @Override
  public String component() {
    return "social";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "timeline-merge",
            "You will be able to merge sorted lists into one page, with a cursor that neither"
                + " repeats nor skips.",
            "The stub puts the lists one after the other. Which story will come first: wrong order,"
                + " a post twice, or a wrong cursor?",
            List.of(
                "Newest first; of two posts of one millisecond the higher id first.",
                "A post that stands in several lists comes once.",
                "Nothing on the page is as new as the cursor, or newer."),
            "/dev/orrery/social/lab/stubs/MyMerge.java.stub",
            "desk.MyMerge",
            "social.timeline-merge",
            Contract.ANY,
            List.of(
                "`PostRef` is Comparable: its natural order is the order of a timeline.",
                "A `TreeSet` of all references is right, if slow. Make it right first.",
                "For speed keep the head of each list in a `PriorityQueue`; equal heads come out"
                    + " one after the other, so comparing with the last one taken finds"
                    + " repetitions.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(FanOutCost.experiment());
  }
}
