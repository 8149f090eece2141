package dev.orrery.search.lab.experiments;

import dev.orrery.search.lab.relevance.Effectiveness;
import dev.orrery.search.lab.relevance.TestCollection;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// What the number of shards does to the ranking, with the statistics of the whole and with each
/// shard's own.
public final class ShardsExperiment {
  private static final String NAME = "shards";
  private static final int DOCUMENTS = 600;
  private static final long SEED = 42;
  private static final int[] SHARDS = {1, 2, 4, 8, 16};

  private ShardsExperiment() {}

  /// `shards`.
  public static Experiment experiment() {
    return new Experiment(
        NAME,
        "600 generated documents about 40 topics are spread over 1 to 16 shards. With each shard's"
            + " own statistics, does nDCG@10 fall as the shards get smaller? And with the statistics"
            + " of the whole? Predict both lines first.",
        ShardsExperiment::run);
  }

  private static List<String> run(Path folder) throws IOException {
    TestCollection collection = GeneratedCollection.make(DOCUMENTS, SEED);
    XYChart chart =
        new XYChartBuilder()
            .title("nDCG@10 against the number of shards")
            .xAxisTitle("shards")
            .yAxisTitle("nDCG@10")
            .build();
    List<String> csv = new ArrayList<>(List.of("statistics,shards,ndcg10,map"));
    List<String> findings = new ArrayList<>();
    for (String scope : List.of("global", "local")) {
      double[] x = new double[SHARDS.length];
      double[] y = new double[SHARDS.length];
      try (LoneEngine engine = new LoneEngine(List.of("search.statistics=" + scope))) {
        for (int i = 0; i < SHARDS.length; i++) {
          Effectiveness measured =
              Effectiveness.measure(engine.channel(), "shards-" + SHARDS[i], SHARDS[i], collection);
          x[i] = SHARDS[i];
          y[i] = measured.ndcg();
          csv.add(
              String.format(
                  Locale.ROOT, "%s,%d,%.4f,%.4f", scope, SHARDS[i], y[i], measured.map()));
        }
      }
      chart.addSeries(scope + " statistics", x, y);
      findings.add(
          String.format(
              Locale.ROOT,
              "%s statistics: nDCG@10 %.4f with 1 shard, %.4f with %d",
              scope,
              y[0],
              y[SHARDS.length - 1],
              SHARDS[SHARDS.length - 1]));
    }
    Chart.write(folder, NAME, csv, chart);
    return findings;
  }
}
