package dev.orrery.objectstore.lab;

import dev.orrery.objectstore.lab.experiments.ForcePolicy;
import dev.orrery.objectstore.lab.experiments.PlacementMoves;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest.
public final class ObjectStoreLab implements Lab {
  @Override
  public String component() {
    return "objectstore";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "placement",
            "You will be able to spread chunks evenly over volumes such that a new volume takes its"
                + " share and nothing else moves.",
            "The stub takes the number modulo the count of volumes. With four volumes and a fifth"
                + " one: how many of a hundred chunks change their volume?",
            List.of(
                "The same set of volumes and the same number give the same volume, in any order of"
                    + " naming.",
                "Every volume gets about its share.",
                "With a volume more, a chunk stays or goes to the new one."),
            "/dev/orrery/objectstore/lab/stubs/MyPlacement.java.stub",
            "desk.MyPlacement",
            "objectstore.placement",
            Contract.ANY,
            List.of(
                "Let every volume bid for the chunk, with a number that depends on the two alone.",
                "The highest bid wins. A new volume can only win what it outbids; no other bid"
                    + " changes.",
                "`Hash64.mix(Hash64.of(name) ^ Hash64.mix(chunk))` is a fair bid;"
                    + " `chunk.hashCode()` is not.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(PlacementMoves.experiment(), ForcePolicy.experiment());
  }
}
