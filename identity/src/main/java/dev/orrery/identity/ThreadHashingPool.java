package dev.orrery.identity;

import dev.orrery.identity.core.password.HashingPool;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// A fixed number of platform threads before a bounded queue: computing would otherwise hold the
/// carriers of the virtual ones.
final class ThreadHashingPool implements HashingPool, AutoCloseable {
  private final ThreadPoolExecutor threads;

  ThreadHashingPool(String instance, int size, int queue) {
    threads =
        new ThreadPoolExecutor(
            size,
            size,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            Thread.ofPlatform().daemon().name(instance + "-hashing-", 0).factory());
  }

  @Override
  public <T> T run(Callable<T> work) throws Exception {
    Future<T> result;
    try {
      result = threads.submit(work);
    } catch (RejectedExecutionException full) {
      throw new BusyException();
    }
    try {
      return result.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    } catch (InterruptedException cancelled) {
      result.cancel(true);
      throw cancelled;
    }
  }

  /// 0 to 1: how full the queue is.
  double saturation() {
    int waiting = threads.getQueue().size();
    return (double) waiting / (waiting + threads.getQueue().remainingCapacity());
  }

  @Override
  public void close() {
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Future<?> unanswered) {
        unanswered.cancel(true); // else whoever waits for it would wait for ever
      }
    }
  }
}
