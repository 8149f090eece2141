package dev.orrery.tracing.lab;

import dev.orrery.tracing.core.metrics.LogarithmicBuckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// Sixty windows of 2,000 requests; in the second half one request in fifty waits half a second.
final class TailLatency {
  private static final int WINDOWS = 60;
  private static final int REQUESTS = 2_000;
  private static final int ONE_IN = 50;
  private static final double MILLI = 1e6;
  private static final int INSTANCES = 10;
  private static final List<String> COLUMNS = List.of("average", "p50", "p95", "p99");

  private TailLatency() {}

  static List<String> run(Path folder) throws IOException {
    Random random = new Random(1);
    List<List<Double>> columns = new ArrayList<>();
    COLUMNS.forEach(column -> columns.add(new ArrayList<>()));
    List<String> rows = new ArrayList<>(List.of("window,average_ms,p50_ms,p95_ms,p99_ms"));
    for (int window = 0; window < WINDOWS; window++) {
      double[] values = window(random, window >= WINDOWS / 2 ? ONE_IN : 0);
      for (int i = 0; i < values.length; i++) {
        columns.get(i).add(values[i]);
      }
      rows.add(
          String.format(
              Locale.ROOT,
              "%d,%.2f,%.2f,%.2f,%.2f",
              window,
              values[0],
              values[1],
              values[2],
              values[3]));
    }
    Files.write(folder.resolve("tail-latency.csv"), rows);
    draw(folder, columns);
    return List.of(
        "before: " + told(columns, 0) + "; after: " + told(columns, WINDOWS - 1),
        oneSlowInstance());
  }

  private static double[] window(Random random, int oneSlowIn) {
    LogarithmicBuckets sketch = new LogarithmicBuckets();
    double sum = 0;
    for (int i = 0; i < REQUESTS; i++) {
      long nanos = latency(random, oneSlowIn);
      sum += nanos;
      sketch.record(nanos, 1);
    }
    return new double[] {
      sum / REQUESTS / MILLI,
      sketch.quantile(0.50) / MILLI,
      sketch.quantile(0.95) / MILLI,
      sketch.quantile(0.99) / MILLI
    };
  }

  /// Log-normal around 10 ms.
  private static long latency(Random random, int oneSlowIn) {
    double millis = 10 * Math.exp(random.nextGaussian() * 0.4);
    boolean slow = oneSlowIn > 0 && random.nextInt(oneSlowIn) == 0;
    return (long) ((slow ? millis + 500 : millis) * MILLI);
  }

  private static String oneSlowInstance() {
    Random random = new Random(2);
    LogarithmicBuckets merged = new LogarithmicBuckets();
    double averaged = 0;
    for (int instance = 0; instance < INSTANCES; instance++) {
      LogarithmicBuckets own = new LogarithmicBuckets();
      for (int i = 0; i < REQUESTS; i++) {
        own.record(latency(random, instance == 0 ? 5 : 0), 1);
      }
      averaged += own.quantile(0.99) / MILLI / INSTANCES;
      merged.merge(own);
    }
    return String.format(
        Locale.ROOT,
        "one of ten instances slow: the average of their p99 says %.0f ms, the p99 of all requests"
            + " is %.0f ms",
        averaged,
        merged.quantile(0.99) / MILLI);
  }

  private static String told(List<List<Double>> columns, int window) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < COLUMNS.size(); i++) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s%s %.1f ms",
              i == 0 ? "" : ", ",
              COLUMNS.get(i),
              columns.get(i).get(window)));
    }
    return text.toString();
  }

  private static void draw(Path folder, List<List<Double>> columns) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(450)
            .title("One request in fifty waits half a second, from window 30 on")
            .xAxisTitle("window")
            .yAxisTitle("ms")
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    for (int i = 0; i < COLUMNS.size(); i++) {
      chart.addSeries(COLUMNS.get(i), columns.get(i));
    }
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve("tail-latency").toString(), VectorGraphicsFormat.SVG);
  }
}
