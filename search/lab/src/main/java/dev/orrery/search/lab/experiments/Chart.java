package dev.orrery.search.lab.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;

/// Writes an experiment's numbers and picture.
final class Chart {
  private Chart() {}

  static void write(Path folder, String name, List<String> csv, XYChart chart) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve(name + ".csv"), csv);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve(name + ".svg").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
  }
}
