package dev.orrery.identity.lab;

import dev.orrery.identity.lab.experiments.HashCost;
import dev.orrery.identity.lab.experiments.TokenTheft;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest of identity's lab.
public final class IdentityLab implements Lab {
  @Override
  public String component() {
    return "identity";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "single-use",
            "You will be able to tell a stolen refresh token from an honest one, a moment too late"
                + " but for certain.",
            "A thief copies a token; holder and thief both refresh every quarter of an hour. Who is"
                + " refused first, and what happens to the other?",
            List.of(
                "the newest token serves, and leads to the next",
                "a token used before ends its family, for good",
                "a family expires when its log-in said, however often it was rotated"),
            "/dev/orrery/identity/lab/stubs/MyRotation.java.stub",
            "desk.MyRotation",
            "identity.refresh",
            Contract.ANY,
            List.of(
                "Three questions in this order: is the family over (ended, or expired at this very"
                    + " moment)? Is it the current token? If neither: what does that prove?",
                "family.rotatedTo(nextHash) keeps the day of expiry; family.end() keeps everything"
                    + " and can never be undone.",
                "An old token of a family that has ended is refused, not reported again.")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(
        new Experiment(
            "hash-cost",
            "How does the time of one Argon2id hash grow with its memory and its passes? Predict"
                + " how many guesses a second one core makes at 19 MiB and 2 passes.",
            HashCost::run),
        new Experiment(
            "token-theft",
            "A refresh token is stolen. How long does it serve the thief when each token serves"
                + " once, and how long when it is good for 30 days? Predict what decides it.",
            TokenTheft::run));
  }
}
