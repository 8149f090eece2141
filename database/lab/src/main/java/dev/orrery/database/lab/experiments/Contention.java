package dev.orrery.database.lab.experiments;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.commitlog.CommitRecord.Write;
import dev.orrery.database.core.store.SortedMapStore;
import dev.orrery.database.core.transaction.BackwardValidator;
import dev.orrery.database.core.transaction.Outcome;
import dev.orrery.database.core.transaction.Precondition;
import dev.orrery.database.core.transaction.Transaction;
import dev.orrery.database.core.transaction.TransactionEngine;
import dev.orrery.testkit.disk.CrashDisk;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// Optimism under contention: transactions that each read two rows and write them, many at a time,
/// over fewer and fewer rows. Runs on the simulated disk, so it shows the same numbers everywhere.
public final class Contention {
  private static final int ROUNDS = 200;
  private static final int[] CONCURRENT = {2, 8, 32};
  private static final int[] ROWS = {2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

  private Contention() {}

  public static Experiment experiment() {
    return new Experiment(
        "contention",
        "How many optimistic transactions are aborted, when n of them at a time each update two of"
            + " r rows? Predict where half of 32 are lost.",
        Contention::run);
  }

  private static List<String> run(Path folder) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(500)
            .title("Aborted transactions")
            .xAxisTitle("rows they choose two of")
            .yAxisTitle("aborted, %")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    StringBuilder csv = new StringBuilder("concurrent,rows,aborted_percent\n");
    List<String> findings = new ArrayList<>();
    for (int concurrent : CONCURRENT) {
      double[] aborted = new double[ROWS.length];
      double[] rows = new double[ROWS.length];
      int halfAt = 0;
      for (int i = 0; i < ROWS.length; i++) {
        rows[i] = ROWS[i];
        aborted[i] = 100 * abortRate(concurrent, ROWS[i]);
        csv.append(String.format(Locale.ROOT, "%d,%d,%.2f%n", concurrent, ROWS[i], aborted[i]));
        halfAt = aborted[i] >= 50 ? ROWS[i] : halfAt;
      }
      chart.addSeries(concurrent + " at a time", rows, aborted);
      findings.add(concurrent + " at a time: half or more are aborted up to " + halfAt + " rows");
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("contention.csv"), csv);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("contention").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    return findings;
  }

  private static double abortRate(int concurrent, int rows) throws IOException {
    CrashDisk disk = new CrashDisk(1);
    SplittableRandom random = new SplittableRandom(1);
    int aborted = 0;
    try (TransactionEngine engine =
        new TransactionEngine(
            disk,
            new SortedMapStore(disk),
            new BackwardValidator(),
            new TransactionEngine.Settings(
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                1,
                Duration.ofMillis(20),
                1 << 20,
                1 << 30),
            0)) {
      for (int round = 0; round < ROUNDS; round++) {
        long read = engine.newest();
        List<Transaction> group = new ArrayList<>();
        for (int i = 0; i < concurrent; i++) {
          group.add(update(random.nextInt(rows), random.nextInt(rows), read));
        }
        for (Outcome outcome : engine.commit(group, 0)) {
          aborted += outcome instanceof Outcome.Aborted ? 1 : 0;
        }
      }
    }
    return (double) aborted / (ROUNDS * concurrent);
  }

  private static Transaction update(int first, int second, long read) {
    List<Precondition> preconditions = new ArrayList<>();
    List<Write> writes = new ArrayList<>();
    for (int row : new int[] {first, second}) {
      Bytes key = Bytes.utf8("row" + row);
      preconditions.add(new Precondition.RowUnchanged("t", key, read));
      writes.add(new Write("t", key, Optional.of(Bytes.EMPTY)));
    }
    return new Transaction(preconditions, writes, false);
  }
}
