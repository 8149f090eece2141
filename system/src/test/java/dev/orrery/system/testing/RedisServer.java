package dev.orrery.system.testing;

import dev.orrery.testkit.process.ChildProcess;
import dev.orrery.testkit.process.Launch;
import dev.orrery.testkit.wait.RequiredTool;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

/// A real redis-server that keeps nothing on disk.
public final class RedisServer implements AutoCloseable {
  private static final Duration START_BOUND = Duration.ofSeconds(20);

  private final ChildProcess process;
  private final int port;

  private RedisServer(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Skips the test, with the reason, where there is no redis-server.
  public static RedisServer start() throws Exception {
    Path program = RequiredTool.named("redis-server", "redis-server");
    int port;
    try (ServerSocket free = new ServerSocket(0)) { // redis-server takes 0 for "no port"
      port = free.getLocalPort();
    }
    ChildProcess process =
        Launch.of(
                program.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "")
            .start();
    process.awaitLine(START_BOUND, ".*Ready to accept connections.*");
    return new RedisServer(process, port);
  }

  /// As in the configuration.
  public String address() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.close();
  }
}
