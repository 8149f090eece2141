package dev.orrery.tracing.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// The chance to see a rare failure at all, and how many are seen, when traces are chosen at their
/// beginning.
final class HeadSampling {
  private static final int REQUESTS = 100_000;
  private static final int ROUNDS = 20;
  private static final double FAILURE_RATE = 0.001;
  private static final double[] SHARES = {1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001};

  private HeadSampling() {}

  static List<String> run(Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<Double> shares = new ArrayList<>();
    List<Double> seen = new ArrayList<>();
    List<String> rows = new ArrayList<>(List.of("share_traced,failures_seen,rounds_without_any"));
    List<String> findings = new ArrayList<>();
    for (double share : SHARES) {
      int failures = 0;
      int blind = 0;
      for (int round = 0; round < ROUNDS; round++) {
        int found = failuresTraced(random, share);
        failures += found;
        blind += found == 0 ? 1 : 0;
      }
      double average = (double) failures / ROUNDS;
      shares.add(share);
      seen.add(Math.max(average, 0.01));
      rows.add(String.format(Locale.ROOT, "%.3f,%.2f,%d", share, average, blind));
      findings.add(
          String.format(
              Locale.ROOT,
              "%.1f %% traced: %.1f of 100 failures seen; none at all in %d of %d rounds",
              100 * share,
              average,
              blind,
              ROUNDS));
    }
    Files.write(folder.resolve("head-sampling.csv"), rows);
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(450)
            .title("Failures left to look at, of 100 in 100,000 requests")
            .xAxisTitle("share of traces kept, chosen at their beginning")
            .yAxisTitle("failures seen")
            .build();
    chart.getStyler().setYAxisLogarithmic(true).setXAxisLogarithmic(true);
    chart.addSeries("failures seen", shares, seen);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve("head-sampling").toString(), VectorGraphicsFormat.SVG);
    return findings;
  }

  private static int failuresTraced(SplittableRandom random, double share) {
    int found = 0;
    for (int i = 0; i < REQUESTS; i++) {
      boolean traced = random.nextDouble() < share;
      boolean failed = random.nextDouble() < FAILURE_RATE;
      found += traced && failed ? 1 : 0;
    }
    return found;
  }
}
