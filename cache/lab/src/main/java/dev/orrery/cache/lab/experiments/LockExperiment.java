package dev.orrery.cache.lab.experiments;

import com.google.protobuf.ByteString;
import dev.orrery.cache.CacheConfig;
import dev.orrery.cache.CacheServer;
import dev.orrery.cache.core.keyspace.Keyspace;
import dev.orrery.cache.core.keyspace.Keyspace.Condition;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.cache.v1.CacheGrpc;
import dev.orrery.cache.v1.CacheGrpc.CacheBlockingStub;
import dev.orrery.cache.v1.GetRequest;
import dev.orrery.primitives.eviction.Lru;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.lab.Experiment;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/// Whether one lock is enough: reads a second on the keyspace itself and through gRPC, by the
/// number of callers. Server and callers share this JVM's processors.
public final class LockExperiment {
  private static final int KEYS = 10_000;
  private static final int DIRECT_CALLS = 400_000;
  private static final int REMOTE_CALLS = 5_000;
  private static final int ROUNDS = 3;
  private static final int[] CALLERS = {1, 2, 4};

  private LockExperiment() {}

  /// `lock`.
  public static Experiment experiment() {
    return new Experiment(
        "lock",
        "All operations of the keyspace run under one lock. How many reads a second pass it with 1, 2"
            + " and 4 callers, and how many of them does gRPC bring? Predict which of the two is the"
            + " bottleneck, and by what factor.",
        LockExperiment::run);
  }

  private static List<String> run(Path folder) throws IOException, InterruptedException {
    List<Double> direct = new ArrayList<>();
    List<Double> remote = new ArrayList<>();
    measureDirect(direct);
    measureRemote(folder.resolve("data"), remote);
    List<String> csv = new ArrayList<>(List.of("callers,keyspace_per_second,grpc_per_second"));
    List<String> findings = new ArrayList<>();
    for (int i = 0; i < CALLERS.length; i++) {
      csv.add(String.format(Locale.ROOT, "%d,%.0f,%.0f", CALLERS[i], direct.get(i), remote.get(i)));
      findings.add(
          String.format(
              Locale.ROOT,
              "%d callers: %,.0f reads a second on the keyspace, %,.0f through gRPC",
              CALLERS[i],
              direct.get(i),
              remote.get(i)));
    }
    Files.write(folder.resolve("lock.csv"), csv);
    XYChart chart =
        new XYChartBuilder()
            .title("Reads a second under one lock")
            .xAxisTitle("callers")
            .yAxisTitle("reads a second")
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    List<Integer> callers = Arrays.stream(CALLERS).boxed().toList();
    chart.addSeries("keyspace", callers, direct);
    chart.addSeries("through gRPC", callers, remote);
    VectorGraphicsEncoder.saveVectorGraphic(
        chart,
        folder.resolve("lock.svg").toString(),
        VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    return findings;
  }

  private static void measureDirect(List<Double> perSecond) throws InterruptedException {
    Keyspace keyspace = new Keyspace(new Lru<>(1L << 30), SkipList::new, StandingTime.INSTANCE);
    for (int i = 0; i < KEYS; i++) {
      keyspace.set(Bytes.of("key" + i), StringValue.of(new byte[100]), 0, Condition.ALWAYS);
    }
    for (int callers : CALLERS) {
      perSecond.add(
          best(callers, DIRECT_CALLS, i -> keyspace.get(List.of(Bytes.of("key" + i % KEYS)))));
    }
  }

  private static void measureRemote(Path data, List<Double> perSecond)
      throws IOException, InterruptedException {
    try (ComponentContext context = ComponentContext.forTest("cache", data);
        CacheServer server = new CacheServer(CacheConfig.defaults(), context)) {
      server.start();
      ManagedChannel channel =
          Grpc.newChannelBuilderForAddress(
                  "127.0.0.1",
                  server.endpoints().getFirst().port(),
                  InsecureChannelCredentials.create())
              .build();
      CacheBlockingStub stub = CacheGrpc.newBlockingStub(channel);
      GetRequest request = GetRequest.newBuilder().addKeys(ByteString.copyFromUtf8("key")).build();
      for (int callers : CALLERS) {
        perSecond.add(best(callers, REMOTE_CALLS, _ -> stub.get(request)));
      }
      channel.shutdownNow();
    }
  }

  /// The best of some rounds, in calls a second: the first ones also warm up.
  private static double best(int callers, int calls, IntConsumer call) throws InterruptedException {
    double best = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      List<Thread> threads = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        int first = caller;
        threads.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = first; i < calls; i += callers) {
                    call.accept(i);
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      best = Math.max(best, calls * 1e9 / (System.nanoTime() - start));
    }
    return best;
  }
}
