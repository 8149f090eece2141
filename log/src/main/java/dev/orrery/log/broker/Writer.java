package dev.orrery.log.broker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One thread that appends and forces for its share of the logs, a group at a time.
///
/// After an [IOException] nobody knows what is on the disk: the writer fails everything that waits
/// and everything to come, and never retries (the "fsyncgate" of 2018).
final class Writer implements AutoCloseable {
  /// What is forced once for all tasks of a group that touched it.
  interface Target {
    void force() throws IOException;
  }

  /// One append. Either [#done()] or [#failed(Throwable)] is called, once, after the force.
  interface Task {
    Target target();

    void apply() throws IOException;

    void done();

    void failed(Throwable cause);
  }

  private static final long STOP_MILLIS = 5_000;

  private final BlockingQueue<Task> queue;
  private final int capacity;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean failed;

  Writer(String name, int capacity, Consumer<Throwable> onFailure) {
    this.queue = new ArrayBlockingQueue<>(capacity);
    this.capacity = capacity;
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Queues a task; false when the queue is full or the writer has stopped.
  boolean offer(Task task) {
    return !stopping && !failed && queue.offer(task);
  }

  /// Queues a task, waiting for room: for changes already made in memory, which must not be lost.
  void put(Task task) throws InterruptedException {
    while (!stopping && !failed) {
      if (queue.offer(task, 100, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    task.failed(new IOException("the log's writer has stopped"));
  }

  /// Share of the queue in use, 0 to 1.
  double saturation() {
    return (double) queue.size() / capacity;
  }

  private void run() {
    try {
      while (!stopping || !queue.isEmpty()) {
        Task first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          List<Task> group = new ArrayList<>();
          group.add(first);
          queue.drainTo(group);
          commit(group);
        }
      }
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
    }
    failRest(new IOException("the log has stopped"));
  }

  private void commit(List<Task> group) {
    List<Task> applied = new ArrayList<>(group.size());
    try {
      if (failed) {
        throw new IOException("the log has stopped after a failed write");
      }
      Set<Target> touched = new LinkedHashSet<>();
      for (Task task : group) {
        touched.add(task.target());
        task.apply();
        applied.add(task);
      }
      for (Target target : touched) {
        target.force();
      }
    } catch (IOException | RuntimeException | Error e) {
      failed = true;
      onFailure.accept(e);
      group.forEach(task -> task.failed(e));
      failRest(e);
      return;
    }
    applied.forEach(Task::done);
  }

  private void failRest(Throwable cause) {
    List<Task> rest = new ArrayList<>();
    queue.drainTo(rest);
    rest.forEach(task -> task.failed(cause));
  }

  /// Finishes what is queued, then stops.
  @Override
  public void close() {
    stopping = true;
    join();
  }

  /// Stops after the group under way.
  void kill() {
    failed = true;
    stopping = true;
    join();
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
    failRest(new IOException("the log has stopped"));
  }
}
