package dev.orrery.loadbalancer.edge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.loadbalancer.core.balancing.RoundRobin;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Faults;
import dev.orrery.runtime.net.EventLoops;
import dev.orrery.testkit.wait.Await;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Layer 4 over real sockets, on the group of the JVM and on one of its own.
@Timeout(60)
class StreamListenerTest {
  private static final EventLoops NIO =
      new EventLoops(
          new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory()),
          NioServerSocketChannel.class,
          NioSocketChannel.class,
          NioDatagramChannel.class);

  @TempDir static Path folder;
  private static ComponentContext context;
  private final List<AutoCloseable> closing = new ArrayList<>();
  private BackendPool pool = new BackendPool("test", new RoundRobin(), 2, 2);

  @BeforeAll
  static void open() {
    context = ComponentContext.forTest("loadbalancer", folder);
  }

  @AfterAll
  static void stop() {
    context.close();
    NIO.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable open : closing.reversed()) {
      open.close();
    }
  }

  static Stream<EventLoops> transports() {
    return Stream.of(EventLoops.portable(), NIO);
  }

  private TestServer server(TestServer.Behaviour behaviour) throws IOException {
    TestServer server = new TestServer(behaviour);
    closing.add(server);
    return server;
  }

  private StreamListener listener(EventLoops loops, Duration idle, TestServer... servers)
      throws IOException {
    pool = new BackendPool("test", new RoundRobin(), 2, 2);
    pool.replace(
        Arrays.stream(servers)
            .map(server -> Backend.Address.of("127.0.0.1:" + server.port()))
            .toList());
    StreamListener listener =
        StreamListener.bind(
            "test",
            loops,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            pool,
            new StreamLimits(2_000, 2_000, Duration.ofSeconds(2), idle),
            new Faults(),
            context.log());
    closing.add(listener::kill);
    return listener;
  }

  private static Socket connect(StreamListener listener) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static byte[] bytes(int count, long seed) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// Sends on a thread of its own, and ends the sending side; returns all that comes back.
  private static byte[] exchange(Socket socket, byte[] sent) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> sending =
          threads.submit(() -> {
            socket.getOutputStream().write(sent);
            socket.shutdownOutput();
            return true;
          });
      byte[] received = socket.getInputStream().readAllBytes();
      sending.get();
      return received;
    }
  }

  private void nothingIsLeft(StreamListener listener) throws Exception {
    Await.until(Duration.ofSeconds(10), () -> listener.sessions() == 0, "no session is left");
    for (Backend backend : pool.backends()) {
      Await.until(
          Duration.ofSeconds(10), () -> backend.connections() == 0, "no connection is left");
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void bytesOfEverySizePassExactlyBothWays(EventLoops loops) throws Exception {
    StreamListener listener = listener(loops, Duration.ofSeconds(30), server(TestServer::echo));
    for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 200_000, 8 << 20}) {
      byte[] sent = bytes(size, size);
      for (int round = 0; round < 10; round++) { // how the ends of both directions meet differs
        try (Socket socket = connect(listener)) {
          assertThat(exchange(socket, sent)).isEqualTo(sent);
        }
      }
    }
    nothingIsLeft(listener);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aClientThatEndedItsSendingStillGetsTheAnswer(EventLoops loops) throws Exception {
    StreamListener listener = listener(loops, Duration.ofSeconds(30), server(TestServer::collect));
    for (int round = 0; round < 20; round++) {
      // The end comes close behind a last burst: what the socket still holds must not be lost.
      byte[] sent = bytes(100_000 + 61_003 * round, round);
      try (Socket socket = connect(listener)) {
        assertThat(exchange(socket, sent)).isEqualTo(sent);
      }
    }
    nothingIsLeft(listener);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aSlowReaderHoldsBackTheSenderAndLosesNothing(EventLoops loops) throws Exception {
    byte[] large = bytes(24 << 20, 7);
    TestServer server =
        server(connection -> {
          connection.getOutputStream().write(large);
          connection.shutdownOutput();
        });
    StreamListener listener = listener(loops, Duration.ofSeconds(30), server);
    try (Socket socket = connect(listener)) {
      InputStream in = socket.getInputStream();
      byte[] first = in.readNBytes(1);
      // While the client does not read, the server cannot have sent all: it is held back.
      assertThat(server.open()).isEqualTo(1);
      byte[] rest = in.readAllBytes();
      assertThat(first[0]).isEqualTo(large[0]);
      assertThat(rest).isEqualTo(Arrays.copyOfRange(large, 1, large.length));
    }
    nothingIsLeft(listener);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aBrokenStreamIsResetAndNeverLooksEnded(EventLoops loops) throws Exception {
    TestServer server =
        server(connection -> {
          connection.getOutputStream().write(bytes(300_000, 1));
          connection.getInputStream().read();
          connection.setSoLinger(true, 0);
        });
    StreamListener listener = listener(loops, Duration.ofSeconds(30), server);
    try (Socket socket = connect(listener)) {
      assertThat(socket.getInputStream().readNBytes(300_000)).hasSize(300_000);
      socket.getOutputStream().write(1);
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    nothingIsLeft(listener);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void whatMovesNothingForTheIdleTimeIsReset(EventLoops loops) throws Exception {
    StreamListener listener = listener(loops, Duration.ofMillis(300), server(TestServer::echo));
    try (Socket socket = connect(listener)) {
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    nothingIsLeft(listener);
  }

  @ParameterizedTest
  @MethodSource("transports")
  void whenAServerIsKilledNewConnectionsGoElsewhereAtOnce(EventLoops loops) throws Exception {
    TestServer dying = server(TestServer::echo);
    TestServer living = server(TestServer::echo);
    StreamListener listener = listener(loops, Duration.ofSeconds(30), dying, living);
    for (int i = 0; i < 4; i++) {
      try (Socket socket = connect(listener)) {
        assertThat(exchange(socket, bytes(1_000, i))).isEqualTo(bytes(1_000, i));
      }
    }
    assertThat(dying.accepted()).isEqualTo(2);
    dying.close();
    for (int i = 0; i < 50; i++) {
      try (Socket socket = connect(listener)) {
        assertThat(exchange(socket, bytes(1_000, i))).isEqualTo(bytes(1_000, i));
      }
    }
    assertThat(pool.healthyCount()).isEqualTo(1);
    living.close();
    try (Socket socket = connect(listener)) {
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
    }
    nothingIsLeft(listener);
  }

  @Test
  void aClientThatHasEndedCostsNoCpuWhileItWaits() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    TestServer server =
        server(connection -> {
          int count = connection.getInputStream().readAllBytes().length;
          try {
            answer.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          connection.getOutputStream().write(new byte[] {(byte) (count >> 20)});
        });
    StreamListener listener = listener(EventLoops.portable(), Duration.ofSeconds(30), server);
    try (Socket socket = connect(listener)) {
      socket.getOutputStream().write(new byte[3 << 20]);
      socket.shutdownOutput();
      long before = eventLoopNanos();
      // There is nothing to wait for: that nothing happens is what is looked at.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
      assertThat(eventLoopNanos() - before).isLessThan(TimeUnit.MILLISECONDS.toNanos(200));
      answer.countDown();
      assertThat(socket.getInputStream().readAllBytes()).containsExactly(3);
    }
    nothingIsLeft(listener);
  }

  private static long eventLoopNanos() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(thread -> thread != null && thread.getThreadName().startsWith("event-loop"))
        .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getThreadId())))
        .sum();
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aThousandConnectionsAHundredHalfClosedAHundredIdle(EventLoops loops) throws Exception {
    TestServer one = server(TestServer::echo);
    TestServer other = server(TestServer::echo);
    StreamListener listener = listener(loops, Duration.ofSeconds(30), one, other);
    int before = openFiles();
    List<Socket> idle = new ArrayList<>();
    List<Socket> halfClosed = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      idle.add(connect(listener));
      Socket half = connect(listener);
      half.getOutputStream().write(bytes(10_000, i));
      half.shutdownOutput();
      halfClosed.add(half);
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> clients = new ArrayList<>();
      for (int i = 0; i < 800; i++) {
        byte[] sent = bytes(i % 8 == 0 ? 300_000 : 1_000 + 13 * i, i);
        clients.add(() -> {
          try (Socket socket = connect(listener)) {
            return Arrays.equals(exchange(socket, sent), sent);
          }
        });
      }
      for (Future<Boolean> exact : threads.invokeAll(clients)) {
        assertThat(exact.get()).isTrue();
      }
    }
    for (int i = 0; i < 100; i++) {
      try (Socket half = halfClosed.get(i);
          Socket woken = idle.get(i)) {
        assertThat(half.getInputStream().readAllBytes()).isEqualTo(bytes(10_000, i));
        assertThat(exchange(woken, bytes(100, i))).isEqualTo(bytes(100, i));
      }
    }
    nothingIsLeft(listener);
    assertThat(one.accepted() + other.accepted()).isEqualTo(1_000);
    Await.until(
        Duration.ofSeconds(10), () -> one.open() + other.open() == 0, "the servers are left");
    Await.until(Duration.ofSeconds(10), () -> openFiles() <= before + 10, "descriptors are closed");
  }

  /// Descriptors of this process; 0 where the system does not list them.
  private static int openFiles() {
    String[] descriptors = new File("/proc/self/fd").list();
    return descriptors == null ? 0 : descriptors.length;
  }
}
