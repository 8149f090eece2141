package dev.orrery.search;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.search.core.SearchException;
import dev.orrery.search.core.index.IndexCatalog;
import dev.orrery.search.core.index.ShardedIndex;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Refreshes every index from time to time, so that what was written is found, and commits those
/// that the log feeds; writes of callers commit by themselves.
final class Upkeep implements AutoCloseable {
  private static final Duration END_WAIT = Duration.ofSeconds(10);

  private final IndexCatalog catalog;
  private final Duration refreshInterval;
  private final Duration commitInterval;
  private final ComponentContext context;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile String failure = "";

  Upkeep(
      IndexCatalog catalog,
      Duration refreshInterval,
      Duration commitInterval,
      ComponentContext context) {
    this.catalog = catalog;
    this.refreshInterval = refreshInterval;
    this.commitInterval = commitInterval;
    this.context = context;
    this.thread = Thread.ofVirtual().name(context.instance() + "-upkeep").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Why an index can no longer be written; empty while all can.
  String failure() {
    return failure;
  }

  private void run() {
    long lastCommit = context.time().monotonicNanos();
    while (!stopping) {
      LockSupport.parkNanos(refreshInterval.toNanos());
      long now = context.time().monotonicNanos();
      boolean commit = now - lastCommit >= commitInterval.toNanos();
      for (ShardedIndex index : catalog.all()) {
        keep(index, commit && catalog.isFed(index.definition().name()));
      }
      lastCommit = commit ? now : lastCommit;
    }
  }

  private void keep(ShardedIndex index, boolean commit) {
    String name = index.definition().name();
    try {
      index.refresh();
      if (commit) {
        index.commit();
      }
    } catch (SearchException.UnknownIndex deleted) {
      context.log().debug("an index is gone", "index", name);
    } catch (IOException | RuntimeException broken) {
      if (failure.isEmpty()) {
        context.log().error("an index cannot be written", broken, "index", name);
        failure = "index '" + name + "' cannot be written: " + broken;
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join(END_WAIT);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
