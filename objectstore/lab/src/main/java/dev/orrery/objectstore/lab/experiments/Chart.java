package dev.orrery.objectstore.lab.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// Curves over one axis, written as a table (CSV) and a picture (SVG).
///
/// @param curves values by name, one for each of `x`
/// @param logarithmic whether both axes are
record Chart(
    String title,
    String xTitle,
    String yTitle,
    boolean logarithmic,
    List<Double> x,
    Map<String, List<Double>> curves) {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 540;

  /// Writes `name.csv` and `name.svg` into `folder`.
  void write(Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(name + ".csv"), csv());
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    chart.getStyler().setXAxisLogarithmic(logarithmic).setYAxisLogarithmic(logarithmic);
    curves.forEach((curve, values) -> chart.addSeries(curve, x, values));
    VectorGraphicsEncoder.saveVectorGraphic(
        chart, folder.resolve(name).toString(), VectorGraphicsFormat.SVG);
  }

  private List<String> csv() {
    List<String> lines = new ArrayList<>();
    lines.add(xTitle + "," + String.join(",", curves.keySet()));
    for (int i = 0; i < x.size(); i++) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%.0f", x.get(i)));
      for (List<Double> values : curves.values()) {
        line.append(String.format(Locale.ROOT, ",%.3f", values.get(i)));
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
