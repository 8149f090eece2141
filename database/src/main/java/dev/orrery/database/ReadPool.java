package dev.orrery.database;

import dev.orrery.database.edge.grpc.Reads;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The platform threads on which the store is read: a read is a JNI call and may wait for the disk,
/// which on a virtual thread would hold one of the few carriers that everything else runs on.
final class ReadPool implements Reads, AutoCloseable {
  private static final Duration STOP_WAIT = Duration.ofSeconds(30);

  private final ThreadPoolExecutor threads;

  ReadPool(DatabaseConfig config, String name) {
    threads =
        new ThreadPoolExecutor(
            config.readThreads(),
            config.readThreads(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(config.readQueueLength()),
            Thread.ofPlatform().name(name + "-read-", 0).factory());
  }

  @Override
  public <T> T read(Callable<T> body) throws Exception {
    Future<T> result;
    try {
      result = threads.submit(body);
    } catch (RejectedExecutionException full) {
      throw new Full();
    }
    try {
      return result.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    }
  }

  /// Waits for the reads under way: no cursor is open afterwards.
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOP_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("a read does not end");
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
