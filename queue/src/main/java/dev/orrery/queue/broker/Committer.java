package dev.orrery.queue.broker;

import dev.orrery.queue.core.engine.Changes;
import dev.orrery.queue.core.journal.Journal;
import dev.orrery.queue.core.journal.JournalEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Group commit: one thread that appends and forces what has gathered.
///
/// After an [IOException] nobody knows what is on the disk: it stops, and never retries (the
/// "fsyncgate" of 2018).
final class Committer implements Changes {
  /// What is done after a group was forced, under the lock, its callbacks having run.
  interface Listener {
    void committed();

    void failed(Throwable cause);
  }

  private record Task(List<JournalEntry> entries, @Nullable Runnable durable) {}

  private static final long STOP_MILLIS = 5_000;

  private final Journal journal;
  private final ReentrantLock lock;
  private final Condition filled;
  private final int capacity;
  private final long flushNanos;
  private final LongSupplier wallMillis;
  private final Listener listener;
  private final Thread thread;

  /// Guarded by the lock, as all below.
  private List<Task> inbox = new ArrayList<>();

  private boolean stopping;

  private volatile boolean killed;
  private long forcedNanos = System.nanoTime();

  Committer(
      Journal journal,
      ReentrantLock lock,
      int capacity,
      long flushMillis,
      LongSupplier wallMillis,
      Listener listener) {
    this.journal = journal;
    this.lock = lock;
    this.filled = lock.newCondition();
    this.capacity = capacity;
    this.flushNanos = TimeUnit.MILLISECONDS.toNanos(flushMillis);
    this.wallMillis = wallMillis;
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("queue-committer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void write(List<JournalEntry> entries) {
    add(new Task(List.copyOf(entries), null));
  }

  @Override
  public void write(List<JournalEntry> entries, Runnable durable) {
    add(new Task(List.copyOf(entries), durable));
  }

  /// The caller holds the lock, and has asked [#full()] before it changed anything.
  private void add(Task task) {
    inbox.add(task);
    filled.signal();
  }

  /// Whether nothing more should be begun now. The caller holds the lock.
  boolean full() {
    return inbox.size() >= capacity;
  }

  /// The caller holds the lock.
  double saturation() {
    return Math.min(1, (double) inbox.size() / capacity);
  }

  private void run() {
    boolean dirty = false;
    try {
      while (true) {
        List<Task> group = take(dirty);
        if (killed) {
          throw new IOException("the broker was killed");
        }
        if (group.isEmpty() && !dirty) {
          return;
        }
        dirty = commit(group);
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } catch (InterruptedException killed) {
      fail(new IOException("the broker was killed"));
    }
  }

  /// Waits for work, or for the time to force what was only appended.
  private List<Task> take(boolean dirty) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (inbox.isEmpty() && !stopping) {
        long left = flushNanos - (System.nanoTime() - forcedNanos);
        if (!dirty) {
          filled.await();
        } else if (left <= 0 || filled.awaitNanos(left) <= 0) {
          break;
        }
      }
      List<Task> group = inbox;
      inbox = new ArrayList<>();
      return group;
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether something was left unforced.
  private boolean commit(List<Task> group) throws IOException, InterruptedException {
    boolean awaited = false;
    for (Task task : group) {
      if (!task.entries.isEmpty()) {
        journal.append(task.entries);
      }
      awaited |= task.durable != null;
    }
    boolean due = System.nanoTime() - forcedNanos >= flushNanos;
    if (!awaited && !due && !group.isEmpty()) {
      return true;
    }
    journal.force();
    forcedNanos = System.nanoTime();
    lock.lockInterruptibly();
    try {
      for (Task task : group) {
        if (task.durable != null) {
          task.durable.run();
        }
      }
      listener.committed();
    } finally {
      lock.unlock();
    }
    return journal.clean(wallMillis.getAsLong());
  }

  private void fail(Throwable cause) {
    lock.lock();
    try {
      inbox = new ArrayList<>();
      listener.failed(cause);
    } finally {
      lock.unlock();
    }
  }

  /// Writes and forces what is in the inbox, then stops.
  void close() throws IOException {
    lock.lock();
    try {
      stopping = true;
      filled.signal();
    } finally {
      lock.unlock();
    }
    join();
    journal.close();
  }

  /// Stops after the group under way, as a crash of the process would.
  void kill() throws IOException {
    killed = true;
    close();
  }

  private void join() {
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
