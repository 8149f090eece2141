package dev.orrery.objectstore.edge;

import dev.orrery.objectstore.core.objects.ObjectStoreException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// The platform threads on which files are read and written: such a call holds its thread until the
/// disk is done, which on a virtual thread would hold one of the few carriers that everything else
/// runs on.
public final class FileThreads implements AutoCloseable {
  private static final int STOP_SECONDS = 30;

  private final ThreadPoolExecutor threads;
  private final int queueLength;

  /// @param count how many calls go on at once
  /// @param queueLength how many may wait beyond that; more are refused
  public FileThreads(String name, int count, int queueLength) {
    this.queueLength = queueLength;
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueLength),
            Thread.ofPlatform().name(name + "-file-", 0).factory());
  }

  /// Runs `work` on one of the threads and waits until it has ended, also when the caller is
  /// interrupted meanwhile: whoever frees what a call was using must know that it is over.
  ///
  /// @throws StorageException when the disk fails, or too much waits for it
  /// @throws ObjectStoreException as `work` throws it
  public <T> T call(Callable<T> work) {
    Future<T> result;
    try {
      result = threads.submit(work);
    } catch (RejectedExecutionException full) {
      throw StorageException.busy(full);
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof ObjectStoreException refused) {
        throw refused;
      }
      throw StorageException.failed(failure);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// How full the queue is, 0 to 1.
  public double fullness() {
    return (double) threads.getQueue().size() / queueLength;
  }

  /// Waits for the calls under way: no file is touched afterwards.
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a call to the disk does not end");
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
