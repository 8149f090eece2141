package dev.orrery.log.lab;

import com.google.protobuf.ByteString;
import dev.orrery.log.LogConfig;
import dev.orrery.log.LogServer;
import dev.orrery.log.v1.CreateTopicRequest;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.ProduceRequest;
import dev.orrery.log.v1.Record;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.runtime.lifecycle.ComponentContext;
import io.grpc.Channel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// Callers against throughput: each caller produces one small record at a time and waits for its
/// answer, which comes after the force.
final class GroupCommitExperiment {
  private static final int[] CALLERS = {1, 2, 4, 8, 16, 32, 64};
  private static final int PARTITIONS = 4;
  private static final long NANOS_A_POINT = 1_500_000_000L;

  private record Point(int callers, double perSecond, double medianMillis, double p99Millis) {}

  private GroupCommitExperiment() {}

  static List<String> run(Path folder) throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("group-commit-data"));
    ComponentContext context = ComponentContext.forTest("log", data);
    LogServer server = new LogServer(LogConfig.defaults(), context);
    try {
      server.start();
      Channel channel =
          context.channels().channel("127.0.0.1:" + server.endpoints().getFirst().port());
      return report(folder, measureAll(channel));
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the log does not start", e);
    } finally {
      server.close();
      context.close();
    }
  }

  private static List<Point> measureAll(Channel channel)
      throws InterruptedException, ExecutionException {
    String topic = "group-commit-" + System.nanoTime();
    var created =
        LogGrpc.newBlockingStub(channel)
            .createTopic(
                CreateTopicRequest.newBuilder().setTopic(topic).setPartitions(PARTITIONS).build());
    List<Point> points = new ArrayList<>();
    Point warmUp = measure(channel, topic, 16);
    for (int callers : CALLERS) {
      points.add(measure(channel, topic, callers));
    }
    return points;
  }

  private static Point measure(Channel channel, String topic, int callers)
      throws InterruptedException, ExecutionException {
    long end = System.nanoTime() + NANOS_A_POINT;
    List<Future<long[]>> all = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        int partition = i % PARTITIONS;
        all.add(pool.submit(() -> produceUntil(end, channel, topic, partition)));
      }
    }
    List<long[]> latencies = new ArrayList<>();
    for (Future<long[]> each : all) {
      latencies.add(each.get());
    }
    long[] sorted = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Point(
        callers,
        sorted.length * 1e9 / NANOS_A_POINT,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6);
  }

  private static long[] produceUntil(long end, Channel channel, String topic, int partition) {
    ProduceRequest request =
        ProduceRequest.newBuilder()
            .setPartition(TopicPartition.newBuilder().setTopic(topic).setPartition(partition))
            .addRecords(Record.newBuilder().setValue(ByteString.copyFrom(new byte[100])))
            .build();
    LogGrpc.LogBlockingStub log = LogGrpc.newBlockingStub(channel);
    List<Long> latencies = new ArrayList<>();
    long before = System.nanoTime();
    do {
      var response = log.produce(request);
      long now = System.nanoTime();
      latencies.add(now - before);
      before = now;
    } while (before < end);
    return latencies.stream().mapToLong(Long::longValue).toArray();
  }

  private static List<String> report(Path folder, List<Point> points) throws IOException {
    List<String> lines = new ArrayList<>(List.of("callers,produces_per_second,p50_ms,p99_ms"));
    for (Point point : points) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%d,%.0f,%.2f,%.2f",
              point.callers(),
              point.perSecond(),
              point.medianMillis(),
              point.p99Millis()));
    }
    Files.write(folder.resolve("group-commit.csv"), lines);
    XYChart chart =
        new XYChartBuilder()
            .title("Group commit: one force for all who wait")
            .xAxisTitle("callers")
            .yAxisTitle("produces per second")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.addSeries(
        "forced before the answer",
        points.stream().mapToDouble(Point::callers).toArray(),
        points.stream().mapToDouble(Point::perSecond).toArray());
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("group-commit").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    Point one = points.getFirst();
    Point most = points.getLast();
    return List.of(
        String.format(
            Locale.ROOT,
            "%d caller: %.0f produces/s, median %.2f ms",
            one.callers(),
            one.perSecond(),
            one.medianMillis()),
        String.format(
            Locale.ROOT,
            "%d callers: %.0f produces/s, median %.2f ms: %.1f times as many",
            most.callers(),
            most.perSecond(),
            most.medianMillis(),
            most.perSecond() / one.perSecond()));
  }
}
