package dev.orrery.identity.lab.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// What one Argon2id hash costs, by memory and passes: the median of a few on one thread.
public final class HashCost {
  private static final int[] MEBIBYTES = {1, 2, 4, 9, 19, 37, 64};
  private static final int[] PASSES = {1, 2, 3};
  private static final int ROUNDS = 5;
  private static final int HASH_BYTES = 32;

  private HashCost() {}

  /// Writes `hash-cost.csv` and `hash-cost.svg`.
  public static List<String> run(Path folder) throws IOException {
    Files.createDirectories(folder);
    XYChart chart =
        new XYChartBuilder()
            .title("One Argon2id hash, one lane")
            .xAxisTitle("memory, MiB")
            .yAxisTitle("milliseconds")
            .build();
    List<String> lines = new ArrayList<>(List.of("mebibytes,passes,milliseconds"));
    List<String> found = new ArrayList<>();
    medianMillis(MEBIBYTES[MEBIBYTES.length - 1], 2); // warms the compiler up
    for (int passes : PASSES) {
      double[] millis = new double[MEBIBYTES.length];
      for (int i = 0; i < MEBIBYTES.length; i++) {
        millis[i] = medianMillis(MEBIBYTES[i], passes);
        lines.add(String.format(Locale.ROOT, "%d,%d,%.2f", MEBIBYTES[i], passes, millis[i]));
        if (MEBIBYTES[i] == 19) {
          found.add(
              String.format(
                  Locale.ROOT,
                  "19 MiB, %d passes: %.1f ms, so a core makes %.0f guesses a second",
                  passes,
                  millis[i],
                  1_000 / millis[i]));
        }
      }
      chart.addSeries(
          passes + " passes", Arrays.stream(MEBIBYTES).asDoubleStream().toArray(), millis);
    }
    Files.write(folder.resolve("hash-cost.csv"), lines);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("hash-cost").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    return found;
  }

  private static double medianMillis(int mebibytes, int passes) {
    long[] nanos = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Argon2BytesGenerator generator = new Argon2BytesGenerator();
      generator.init(
          new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
              .withVersion(Argon2Parameters.ARGON2_VERSION_13)
              .withMemoryAsKB(mebibytes * 1_024)
              .withIterations(passes)
              .withParallelism(1)
              .withSalt(new byte[16])
              .build());
      long start = System.nanoTime();
      generator.generateBytes("correct horse battery".toCharArray(), new byte[HASH_BYTES]);
      nanos[round] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return nanos[ROUNDS / 2] / 1e6;
  }
}
