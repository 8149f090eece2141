package dev.orrery.dns.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// Writes an experiment's numbers and picture.
final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 440;

  private Plot() {}

  record Axes(String x, String y) {}

  static String row(double... values) {
    return Arrays.stream(values)
        .mapToObj(value -> String.format(Locale.ROOT, "%.4f", value))
        .collect(Collectors.joining(","));
  }

  /// Writes `name.csv` and `name.svg`.
  static void write(
      Path folder,
      String name,
      String header,
      List<String> rows,
      Axes axes,
      List<Double> x,
      Map<String, List<Double>> series)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(name + ".csv"), header + "\n" + String.join("\n", rows) + "\n");
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(name)
            .xAxisTitle(axes.x())
            .yAxisTitle(axes.y())
            .build();
    new TreeMap<>(series).forEach((label, y) -> chart.addSeries(label, x, y));
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve(name).toString(), VectorGraphicsFormat.SVG);
  }
}
