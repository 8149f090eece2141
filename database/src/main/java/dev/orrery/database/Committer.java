package dev.orrery.database;

import dev.orrery.database.core.DatabaseException;
import dev.orrery.database.core.transaction.Outcome;
import dev.orrery.database.core.transaction.Transaction;
import dev.orrery.database.core.transaction.TransactionEngine;
import dev.orrery.database.edge.grpc.CommitQueue;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.telemetry.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The one thread that writes, and the bounded queue before it.
///
/// What waits while a group is forced is the next group, so groups grow with the load and nothing
/// waits for company. A second thread flushes the store when a checkpoint is due, which may take
/// longer than commits should wait.
final class Committer implements CommitQueue, AutoCloseable {
  private static final long GROUP_BYTES = 8L << 20;
  private static final Duration FAILED_WAIT = Duration.ofMillis(100);
  private static final Duration STOP_WAIT = Duration.ofSeconds(30);
  private static final long NOTHING_FLUSHED = -1;

  private record Submission(
      Transaction transaction,
      long bytes,
      BooleanSupplier abandoned,
      CompletableFuture<Outcome> outcome) {}

  private final TransactionEngine engine;
  private final Time time;
  private final Log log;
  private final int maximumGroup;
  private final long maximumBytes;
  private final ArrayBlockingQueue<Submission> queue;
  private final AtomicLong queuedBytes = new AtomicLong();
  private final AtomicLong flushed = new AtomicLong(NOTHING_FLUSHED);
  private final Thread thread;
  private volatile boolean closing;

  /// The last one started.
  private volatile @Nullable Thread checkpoint;

  Committer(TransactionEngine engine, DatabaseConfig config, String name, Time time, Log log) {
    this.engine = engine;
    this.time = time;
    this.log = log;
    this.maximumGroup = config.maximumGroup();
    this.maximumBytes = config.commitQueueSize().bytes();
    this.queue = new ArrayBlockingQueue<>(config.commitQueueLength());
    this.thread = Thread.ofPlatform().name(name + "-committer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public CompletableFuture<Outcome> submit(
      Transaction transaction, long bytes, BooleanSupplier abandoned) throws Refused {
    if (closing) {
      throw new Refused(Refusal.CLOSING);
    }
    Submission submission =
        new Submission(transaction, bytes, abandoned, new CompletableFuture<>());
    if (queuedBytes.addAndGet(bytes) > maximumBytes || !queue.offer(submission)) {
      queuedBytes.addAndGet(-bytes);
      throw new Refused(Refusal.FULL);
    }
    return submission.outcome();
  }

  /// How full the queue is, 0 to 1.
  double fullness() {
    double commits = (double) queue.size() / (queue.size() + queue.remainingCapacity());
    return Math.min(1, Math.max(commits, (double) queuedBytes.get() / maximumBytes));
  }

  private void run() {
    while (!closing || !queue.isEmpty()) {
      try {
        Submission first = queue.poll(untilDeadline(), TimeUnit.NANOSECONDS);
        if (first != null) {
          commit(gather(first));
        }
        keepHouse();
      } catch (DatabaseException.StorageFailed failed) {
        log.debug("the engine takes no work", "reason", String.valueOf(failed.getMessage()));
      } catch (InterruptedException nobodyInterruptsThisThread) {
        closing = true;
      }
    }
  }

  private long untilDeadline() {
    return engine.failure().isPresent()
        ? FAILED_WAIT.toNanos()
        : Math.max(0, engine.nextDeadline() - time.monotonicNanos());
  }

  private List<Submission> gather(Submission first) {
    List<Submission> group = new ArrayList<>();
    long bytes = 0;
    for (Submission next = first; next != null; next = queue.poll()) {
      queuedBytes.addAndGet(-next.bytes());
      if (!next.abandoned().getAsBoolean()) {
        group.add(next);
        bytes += next.bytes();
      } else {
        next.outcome().cancel(false);
      }
      if (group.size() >= maximumGroup || bytes >= GROUP_BYTES) {
        break;
      }
    }
    return group;
  }

  private void commit(List<Submission> group) {
    try {
      List<Outcome> outcomes =
          engine.commit(
              group.stream().map(Submission::transaction).toList(), time.monotonicNanos());
      for (int i = 0; i < outcomes.size(); i++) {
        group.get(i).outcome().complete(outcomes.get(i));
      }
    } catch (DatabaseException.StorageFailed failed) {
      if (group.stream()
          .map(s -> s.outcome().completeExceptionally(failed))
          .reduce(false, Boolean::logicalOr)) {
        log.error("a group of commits failed with the storage", failed, "commits", group.size());
      }
    }
  }

  private void keepHouse() {
    if (engine.failure().isPresent()) {
      return;
    }
    if (engine.nextDeadline() - time.monotonicNanos() <= 0) {
      engine.tick(time.monotonicNanos());
    }
    long version = flushed.getAndSet(NOTHING_FLUSHED);
    if (version != NOTHING_FLUSHED) {
      engine.releaseLog(version);
    }
    if (!closing && engine.beginCheckpoint()) {
      checkpoint =
          Thread.ofPlatform().name(thread.getName() + "-checkpoint").start(this::flushStore);
    }
  }

  private void flushStore() {
    try {
      flushed.set(engine.flushStore());
    } catch (IOException failure) {
      engine.fail(failure);
      log.error("the store cannot be flushed; no commit is taken any more", failure);
    }
  }

  /// Commits what is queued, then stops the threads. The engine is the caller's to close.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join(STOP_WAIT);
      Thread flushing = checkpoint;
      if (flushing != null) {
        flushing.join(STOP_WAIT);
      }
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
