package dev.orrery.loadbalancer.edge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.testkit.process.ChildProcess;
import dev.orrery.testkit.process.Launch;
import dev.orrery.testkit.wait.Await;
import dev.orrery.testkit.wait.RequiredTool;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CPU time for each MiB carried, beside HAProxy in TCP mode, alternating; HAProxy is measured
/// twice a round, once more under another name, which shows what the machine's noise alone makes of
/// a ratio. To be run alone: beside a build the JVM's compiler is not done when the counting
/// begins.
@Tag("speed")
class StreamCpuTest {
  private static final int CONNECTIONS = 8;
  private static final int MIB_A_CONNECTION = 40;
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 7;
  private static final int MIB = 1 << 20;
  private static final double BAR = 0.8;

  @TempDir Path folder;

  /// A proxy in a process of its own.
  private record Candidate(long pid, int port) {}

  @Test
  void costsLessForEachMibThanHaproxy() throws Exception {
    byte[] block = new byte[MIB];
    try (TestServer server =
            new TestServer(connection -> {
              InputStream in = connection.getInputStream();
              while (in.read() >= 0) {
                connection.getOutputStream().write(block);
              }
            });
        ChildProcess ours =
            Launch.ofJava(BalancerProcess.class, "127.0.0.1:" + server.port()).start();
        ChildProcess plain = haproxy("plain", server.port(), "");
        ChildProcess splicing = haproxy("splicing", server.port(), "option splice-auto")) {
      int port =
          Integer.parseInt(ours.awaitLine(Duration.ofSeconds(30), "ready stream=(\\d+)").group(1));
      Map<String, Candidate> candidates = new LinkedHashMap<>();
      candidates.put("haproxy", new Candidate(plain.pid(), listening("plain")));
      candidates.put("ours", new Candidate(ours.pid(), port));
      candidates.put("haproxy again", new Candidate(plain.pid(), listening("plain")));
      candidates.put("haproxy splice", new Candidate(splicing.pid(), listening("splicing")));
      Map<String, List<Double>> costs = new LinkedHashMap<>();
      for (int round = -WARM_UPS; round < ROUNDS; round++) {
        for (Map.Entry<String, Candidate> candidate : candidates.entrySet()) {
          double cost = microsForEachMib(candidate.getValue());
          if (round >= 0) {
            costs.computeIfAbsent(candidate.getKey(), _ -> new ArrayList<>()).add(cost);
          }
        }
      }
      double peer = median(costs.getOrDefault("haproxy", List.of()));
      costs.forEach((name, all) ->
          System.out.printf(
              "%-15s %6.1f us CPU for each MiB, ratio %.2f%n",
              name, median(all), median(all) / peer));
      assertThat(median(costs.getOrDefault("ours", List.of())) / peer).isLessThanOrEqualTo(BAR);
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private ChildProcess haproxy(String name, int backend, String option) throws IOException {
    Path configuration =
        Files.writeString(
            folder.resolve(name + ".cfg"),
            """
            global
              nbthread 1
              stats socket %s mode 600
            defaults
              mode tcp
              timeout connect 2s
              timeout client 60s
              timeout server 60s
              %s
            listen stream
              bind 127.0.0.1:%d
              server one 127.0.0.1:%d
            """
                .formatted(folder.resolve(name + ".sock"), option, freePort(name), backend));
    return Launch.of(
            RequiredTool.named("haproxy", "haproxy").toString(),
            "-db",
            "-f",
            configuration.toString())
        .start();
  }

  private final Map<String, Integer> ports = new LinkedHashMap<>();

  /// HAProxy cannot say which port it was given; one that was free a moment ago must do.
  private int freePort(String name) throws IOException {
    try (java.net.ServerSocket probe =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ports.put(name, probe.getLocalPort());
      return probe.getLocalPort();
    }
  }

  private int listening(String name) {
    int port = ports.getOrDefault(name, 0);
    Await.until(
        Duration.ofSeconds(10),
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException notYet) {
            return false;
          }
        },
        "haproxy listens");
    return port;
  }

  private static double microsForEachMib(Candidate candidate) throws Exception {
    long before = cpuNanos(candidate.pid());
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      Callable<Boolean> client = () -> download(candidate.port());
      List<Callable<Boolean>> clients = java.util.Collections.nCopies(CONNECTIONS, client);
      for (Future<Boolean> whole : threads.invokeAll(clients)) {
        assertThat(whole.get()).isTrue();
      }
    }
    long used = cpuNanos(candidate.pid()) - before;
    return used / 1_000.0 / (CONNECTIONS * MIB_A_CONNECTION);
  }

  private static boolean download(int port) throws IOException {
    byte[] buffer = new byte[256 * 1024];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      for (int i = 0; i < MIB_A_CONNECTION; i++) {
        socket.getOutputStream().write(1);
        for (int left = MIB; left > 0; ) {
          int count = socket.getInputStream().read(buffer, 0, Math.min(left, buffer.length));
          if (count < 0) {
            return false;
          }
          left -= count;
        }
      }
      return true;
    }
  }

  /// User and system time of all threads, in nanoseconds (`/proc/PID/task/*/schedstat`).
  private static long cpuNanos(long pid) throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return tasks.mapToLong(StreamCpuTest::taskNanos).sum();
    }
  }

  private static long taskNanos(Path task) {
    try {
      return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ")[0]);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
