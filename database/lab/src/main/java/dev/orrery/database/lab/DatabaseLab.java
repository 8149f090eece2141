package dev.orrery.database.lab;

import dev.orrery.database.lab.experiments.Contention;
import dev.orrery.database.lab.experiments.GroupCommit;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest.
public final class DatabaseLab implements Lab {
  @Override
  public String component() {
    return "database";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "validator",
            "You will be able to decide, from versions alone, whether an optimistic transaction may"
                + " commit, and to say which anomaly each check prevents.",
            "With the stub everything commits. Which anomaly will the story show first: a lost"
                + " update, a phantom, or a row that came back?",
            List.of(
                "A row or range counts as changed when its newest version is above `since`.",
                "A deletion is a write: a deleted row has the version of its deletion.",
                "A precondition that holds is never refused."),
            "/dev/orrery/database/lab/stubs/MyValidator.java.stub",
            "desk.MyValidator",
            "database.validator",
            Contract.ANY,
            List.of(
                "`rows.row(table, key)` also tells of deleted rows: look at its version before you"
                    + " look at its value.",
                "`rows.anyInRange` takes the test to apply; a range is guarded by the same"
                    + " comparison as a row.",
                "For a value, compare with `Optional.of(expected)`: a missing row holds no value,"
                    + " not an empty one.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(GroupCommit.experiment(), Contention.experiment());
  }
}
