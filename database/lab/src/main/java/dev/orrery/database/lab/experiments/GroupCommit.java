package dev.orrery.database.lab.experiments;

import com.google.protobuf.ByteString;
import dev.orrery.database.DatabaseServer;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.database.v1.Mutation;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// What one flush is worth: synchronous commits a second over gRPC, by how many a flush may serve.
public final class GroupCommit {
  private static final int CALLERS = 32;
  private static final int[] GROUPS = {1, 2, 4, 8, 16, 32};
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration MEASURED = Duration.ofSeconds(2);
  private static final int VALUE_BYTES = 100;

  private GroupCommit() {}

  public static Experiment experiment() {
    return new Experiment(
        "group-commit",
        "How many synchronous commits a second do 32 callers get, if one flush serves at most g of"
            + " them? Predict the factor between g = 1 and g = 32.",
        GroupCommit::run);
  }

  private static List<String> run(Path folder) throws IOException, InterruptedException {
    double[] groups = new double[GROUPS.length];
    double[] rates = new double[GROUPS.length];
    StringBuilder csv = new StringBuilder("maximum_group,commits_per_second\n");
    for (int i = 0; i < GROUPS.length; i++) {
      groups[i] = GROUPS[i];
      rates[i] = rate(GROUPS[i]);
      csv.append(String.format(Locale.ROOT, "%d,%.0f%n", GROUPS[i], rates[i]));
    }
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("group-commit.csv"), csv);
    XYChart chart =
        new XYChartBuilder()
            .width(800)
            .height(500)
            .title("Synchronous commits, " + CALLERS + " callers")
            .xAxisTitle("commits a flush may serve")
            .yAxisTitle("commits a second")
            .build();
    chart.addSeries("commits a second", groups, rates);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("group-commit").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    return List.of(
        String.format(
            Locale.ROOT,
            "one at a time %.0f commits/s, up to %d a flush %.0f commits/s",
            rates[0],
            GROUPS[GROUPS.length - 1],
            rates[GROUPS.length - 1]));
  }

  private static double rate(int maximumGroup) throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("orrery-group-commit");
    ComponentContext context = ComponentContext.forTest("database", data);
    DatabaseServer server =
        new DatabaseServer(
            Configuration.parse("database.maximum-group = " + maximumGroup, "experiment")
                .bind("database", dev.orrery.database.DatabaseConfig.class),
            context);
    server.start();
    try {
      Endpoint endpoint = server.endpoints().getFirst();
      return commitsPerSecond(
          DatabaseGrpc.newBlockingStub(
              context.channels().raw(endpoint.host() + ":" + endpoint.port())));
    } finally {
      server.close();
      context.close();
      try (var files = Files.walk(data)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static double commitsPerSecond(DatabaseGrpc.DatabaseBlockingStub stub)
      throws InterruptedException {
    LongAdder commits = new LongAdder();
    CountDownLatch stop = new CountDownLatch(1);
    List<Thread> callers = new ArrayList<>();
    for (int c = 0; c < CALLERS; c++) {
      String prefix = "caller" + c + "-";
      callers.add(
          Thread.startVirtualThread(() -> {
            for (int i = 0; stop.getCount() > 0; i++) {
              stub.commit(commit(prefix + i));
              commits.increment();
            }
          }));
    }
    Thread.sleep(WARM_UP);
    commits.reset();
    long start = System.nanoTime();
    Thread.sleep(MEASURED);
    double rate = commits.sum() / ((System.nanoTime() - start) / 1e9);
    stop.countDown();
    for (Thread caller : callers) {
      caller.join();
    }
    return rate;
  }

  private static CommitRequest commit(String key) {
    CommitRequest.Builder request = CommitRequest.newBuilder();
    for (String table : List.of("posts", "outbox")) {
      request.addMutations(
          Mutation.newBuilder()
              .setTable(table)
              .setKey(ByteString.copyFromUtf8(key))
              .setPut(ByteString.copyFrom(new byte[VALUE_BYTES])));
    }
    return request.build();
  }
}
