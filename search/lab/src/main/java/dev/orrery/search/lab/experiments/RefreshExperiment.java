package dev.orrery.search.lab.experiments;

import dev.orrery.search.core.document.Document;
import dev.orrery.search.core.document.FieldDefinition;
import dev.orrery.search.core.document.FieldValue;
import dev.orrery.search.core.document.Schema;
import dev.orrery.search.core.scoring.Bm25;
import dev.orrery.search.engine.lucene.LuceneShard;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// What it costs to find things soon: every refresh closes a segment, and small segments have to be
/// merged.
public final class RefreshExperiment {
  private static final String NAME = "refresh";
  private static final int DOCUMENTS = 12_000;
  private static final int[] DOCUMENTS_A_REFRESH = {10, 30, 100, 300, 1_000, 12_000};
  private static final long SEED = 7;

  private RefreshExperiment() {}

  /// `refresh`.
  public static Experiment experiment() {
    return new Experiment(
        NAME,
        "12,000 documents go into one shard, with a refresh after every 10, 30, … of them. How many"
            + " documents a second does it take with a refresh after every ten, compared with one at"
            + " the end? Predict the factor first.",
        RefreshExperiment::run);
  }

  private static List<String> run(Path folder) throws IOException {
    List<Document> documents = new ArrayList<>();
    GeneratedCollection.make(DOCUMENTS, SEED)
        .documents()
        .forEach((id, text) ->
            documents.add(new Document(id, Map.of("text", List.of(new FieldValue.Text(text))))));
    rate(documents, DOCUMENTS); // warms the compiler up
    double[] x = new double[DOCUMENTS_A_REFRESH.length];
    double[] y = new double[DOCUMENTS_A_REFRESH.length];
    List<String> csv = new ArrayList<>(List.of("documents_a_refresh,documents_a_second"));
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      x[i] = DOCUMENTS_A_REFRESH[i];
      y[i] = rate(documents, DOCUMENTS_A_REFRESH[i]);
      csv.add(String.format(Locale.ROOT, "%d,%.0f", DOCUMENTS_A_REFRESH[i], y[i]));
      findings.add(
          String.format(
              Locale.ROOT,
              "a refresh after every %d: %.0f documents a second",
              DOCUMENTS_A_REFRESH[i],
              y[i]));
    }
    XYChart chart =
        new XYChartBuilder()
            .title("Indexing rate against the refresh interval")
            .xAxisTitle("documents a refresh")
            .yAxisTitle("documents a second")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.addSeries("one shard in memory", x, y);
    Chart.write(folder, NAME, csv, chart);
    return findings;
  }

  /// In memory, so that the disk is not what is measured.
  private static double rate(List<Document> documents, int aRefresh) throws IOException {
    Schema schema = new Schema(List.of(FieldDefinition.text("text", "english")));
    LuceneShard shard = new LuceneShard(new ByteBuffersDirectory(), schema, Bm25.STANDARD);
    try {
      long start = System.nanoTime();
      for (int from = 0; from < documents.size(); from += aRefresh) {
        shard.put(documents.subList(from, Math.min(documents.size(), from + aRefresh)));
        shard.refresh();
      }
      return documents.size() * 1e9 / (System.nanoTime() - start);
    } finally {
      shard.close();
    }
  }
}
