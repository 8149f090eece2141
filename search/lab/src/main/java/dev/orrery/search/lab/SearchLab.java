package dev.orrery.search.lab;

import dev.orrery.search.lab.experiments.RefreshExperiment;
import dev.orrery.search.lab.experiments.ShardsExperiment;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Experiment;
import dev.orrery.testkit.lab.Lab;
import java.util.List;

/// The manifest of search's lab.
public final class SearchLab implements Lab {
  @Override
  public String component() {
    return "search";
  }

  @Override
  public List<Exercise> exercises() {
    return List.of(
        new Exercise(
            "bm25",
            "You will be able to say of two documents which answers a question better, and why, from"
                + " four numbers each.",
            "A term stands once in a document of average length. It now stands ten times. How many"
                + " times its old score does it get at k1 = 1.2? And at k1 = 0?",
            List.of(
                "a score is finite and never negative, also for a term that every document holds",
                "more occurrences never lower it, a longer document never raises it",
                "a rarer term never counts less",
                "equal statistics give equal scores, whatever was asked before"),
            "/dev/orrery/search/lab/stubs/MyScorer.java.stub",
            "desk.MyScorer",
            "search.scorer",
            "bm25",
            List.of(
                "Begin with the idf, ln(1 + (N - n + 0.5) / (n + 0.5)): N is"
                    + " collection.documents(), n is term.documents().",
                "Saturation: frequency / (frequency + K1) approaches 1, however often the term"
                    + " stands there.",
                "Length: replace K1 by K1 * (1 - B + B * length / collection.averageLength()).")));
  }

  @Override
  public List<Experiment> experiments() {
    return List.of(ShardsExperiment.experiment(), RefreshExperiment.experiment());
  }
}
