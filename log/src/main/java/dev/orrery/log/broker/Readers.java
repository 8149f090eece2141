package dev.orrery.log.broker;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The bounded pool of platform threads on which segment files are read.
final class Readers implements AutoCloseable {
  /// Reads that may wait for a thread.
  private static final int QUEUE = 4_096;

  private final ExecutorService pool;

  Readers(int threads) {
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("log-reader-", 0).daemon().factory());
  }

  /// Runs `body` and waits for it; its unchecked exceptions come through as they are.
  <R> R call(Callable<R> body) throws InterruptedException {
    Future<R> future;
    try {
      future = pool.submit(body);
    } catch (RejectedExecutionException full) {
      throw new BrokerException(
          pool.isShutdown() ? BrokerException.Kind.STOPPED : BrokerException.Kind.OVERLOADED,
          pool.isShutdown() ? "the log has stopped" : QUEUE + " reads wait already");
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException unchecked -> throw unchecked;
        case Error error -> throw error;
        case IOException failed -> throw new ReadFailedException(failed);
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
