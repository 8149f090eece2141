package dev.orrery.search;

import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.index.EngineWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The platform threads that work on shards: an engine reads mapped files and forces others, which
/// would hold the carrier of a virtual thread.
///
/// Waiting for them is not interruptible: a view must not be closed while somebody reads it.
final class EngineThreads implements EngineWork, AutoCloseable {
  /// Requests that use the threads at once, at most; more are refused.
  static final int MAXIMUM_REQUESTS = 256;

  private static final long CLOSE_SECONDS = 10;

  private final ExecutorService threads;
  private final Semaphore requests = new Semaphore(MAXIMUM_REQUESTS);

  /// @param count at least 1
  EngineThreads(String name, int count) {
    threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name(name + "-engine-", 0).factory());
  }

  @Override
  public <T> List<T> all(List<Callable<T>> tasks) throws IOException {
    List<CompletableFuture<T>> running = new ArrayList<>();
    for (Callable<T> task : tasks) {
      running.add(CompletableFuture.supplyAsync(() -> unchecked(task), threads));
    }
    List<T> results = new ArrayList<>();
    Throwable failure = null;
    for (CompletableFuture<T> one : running) {
      try {
        results.add(one.join());
      } catch (CompletionException failed) {
        failure = failure == null ? failed.getCause() : failure;
      }
    }
    switch (failure) {
      case null -> {
        return results;
      }
      case UncheckedIOException io -> throw io.getCause();
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }

  private static <T> T unchecked(Callable<T> task) {
    try {
      return task.call();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new CompletionException(failure);
    }
  }

  /// @throws SearchException.TooBusy when [#MAXIMUM_REQUESTS] are under way
  @Override
  public <T> T admit(Callable<T> request) throws IOException {
    if (!requests.tryAcquire()) {
      throw new SearchException.TooBusy(MAXIMUM_REQUESTS);
    }
    try {
      return request.call();
    } catch (IOException | RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    } finally {
      requests.release();
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
