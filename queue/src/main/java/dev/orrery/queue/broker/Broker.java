package dev.orrery.queue.broker;

import dev.orrery.primitives.appendfile.RecordFile;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.Time;
import dev.orrery.queue.core.delivery.LedgerStep;
import dev.orrery.queue.core.engine.Delivered;
import dev.orrery.queue.core.engine.QueueEngine;
import dev.orrery.queue.core.engine.QueueException;
import dev.orrery.queue.core.engine.QueueException.Kind;
import dev.orrery.queue.core.engine.Settlements;
import dev.orrery.queue.core.journal.Journal;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The running queues. Thread-safe; calls that change something durable block until it is forced.
///
/// Every call may throw a [QueueException]: OVERLOADED when too much waits for the disk, STOPPED
/// when the broker has stopped or its disk has failed.
public final class Broker implements AutoCloseable {
  /// How long the clock sleeps at most.
  private static final long PULSE_MILLIS = 1_000;

  /// How long a call waits for room in the inbox before it is refused.
  private static final long ROOM_MILLIS = 1_000;

  /// How long a call waits for its force; far beyond any disk that is alive.
  private static final long DURABLE_SECONDS = 60;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Clock clock;
  private final Journal journal;
  private final Committer committer;
  private final QueueEngine engine;
  private final Thread ticker;

  /// By queue. Guarded by the lock, as all below.
  private final Map<String, Consumers> consumers = new HashMap<>();

  private final Set<String> touched = new LinkedHashSet<>();
  private final Set<Ticket> waiting = new LinkedHashSet<>();
  private long wakeMillis = Long.MAX_VALUE;
  private boolean stopped;
  private @Nullable Throwable failure;

  /// What is done with the engine: the second argument is to be called once it is durable.
  @FunctionalInterface
  public interface Change<R> {
    R apply(QueueEngine engine, long nowMillis, Runnable durable);
  }

  /// What is done with the engine and need not be durable before the answer.
  @FunctionalInterface
  public interface Step<R> {
    R apply(QueueEngine engine, long nowMillis);
  }

  /// Somebody who waits for a force; told apart by identity.
  private static final class Ticket {
    final CompletableFuture<Void> durable = new CompletableFuture<>();
  }

  private Broker(Journal journal, Time time, BrokerOptions options) {
    this.journal = journal;
    this.clock = new Clock(time);
    this.committer =
        new Committer(
            journal, lock, options.inbox(), options.flushMillis(), clock::now, new Outcome());
    this.ticker = Thread.ofPlatform().name("queue-clock").daemon().unstarted(this::tick);
    Settlements settlements = this::settled;
    this.engine =
        new QueueEngine(options.engine(), journal.image(), committer, settlements, clock.now());
  }

  /// Recovers what is on the disk and starts.
  public static Broker open(Disk disk, Time time, BrokerOptions options) throws IOException {
    Broker broker = new Broker(Journal.open(disk, options.journal()), time, options);
    broker.committer.start();
    broker.ticker.start();
    return broker;
  }

  /// Milliseconds since 1970, never jumping.
  public long nowMillis() {
    return clock.now();
  }

  // ---- calls ---------------------------------------------------------------------------------

  /// Makes a change and waits until it is durable.
  public <R> R change(Change<R> change) throws InterruptedException {
    Ticket ticket = new Ticket();
    R result;
    lock.lock();
    try {
      requireRoom();
      result = change.apply(engine, clock.now(), () -> ticket.durable.complete(null));
      waiting.add(ticket);
      settle();
    } finally {
      lock.unlock();
    }
    await(ticket);
    return result;
  }

  private void await(Ticket ticket) throws InterruptedException {
    try {
      ticket.durable.get(DURABLE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw stopped(e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw stopped(e);
    } finally {
      lock.lock();
      try {
        waiting.remove(ticket);
      } finally {
        lock.unlock();
      }
    }
  }

  /// Makes a change that a crash may take back.
  public <R> R step(Step<R> step) throws InterruptedException {
    lock.lock();
    try {
      requireRoom();
      R result = step.apply(engine, clock.now());
      settle();
      return result;
    } finally {
      lock.unlock();
    }
  }

  /// Looks at something.
  public <R> R read(Step<R> step) {
    lock.lock();
    try {
      requireRunning();
      return step.apply(engine, clock.now());
    } finally {
      lock.unlock();
    }
  }

  /// Waits a little for the disk to catch up. Holds the lock.
  private void requireRoom() throws InterruptedException {
    requireRunning();
    long left = TimeUnit.MILLISECONDS.toNanos(ROOM_MILLIS);
    while (committer.full() && left > 0) {
      left = room.awaitNanos(left);
      requireRunning();
    }
    if (committer.full()) {
      throw new QueueException(Kind.OVERLOADED, "too many operations wait for the disk");
    }
  }

  private void requireRunning() {
    if (stopped || failure != null) {
      throw stopped(failure);
    }
  }

  private static QueueException stopped(@Nullable Throwable cause) {
    return new QueueException(
        Kind.STOPPED,
        cause == null
            ? "the broker has stopped"
            : "the broker has stopped after a failed write: " + cause.getMessage());
  }

  // ---- subscribers ---------------------------------------------------------------------------

  /// From now on the subscriber gets messages as they become ready, `prefetch` unsettled at most.
  public void join(String queue, Subscriber subscriber, int prefetch) {
    lock.lock();
    try {
      requireRunning();
      var known = engine.registry().settings(queue);
      consumers.computeIfAbsent(queue, it -> new Consumers()).join(subscriber, prefetch);
      touched.add(queue);
      settle();
    } finally {
      lock.unlock();
    }
  }

  /// The subscriber gets nothing more.
  ///
  /// @param giveBack whether what it has not settled goes back at once; else its leases run on
  public void leave(String queue, Subscriber subscriber, boolean giveBack) {
    lock.lock();
    try {
      Consumers known = consumers.get(queue);
      if (known == null) {
        return;
      }
      Map<Long, Long> leases = known.leave(subscriber);
      boolean there = engine.registry().queueNames().contains(queue);
      if (giveBack && there && !stopped && failure == null) {
        long now = clock.now();
        leases.forEach((id, token) -> engine.giveBack(queue, id, token, OptionalLong.empty(), now));
      }
      if (known.line().size() == 0) {
        consumers.remove(queue);
      }
      settle();
    } finally {
      lock.unlock();
    }
  }

  /// Deletes a queue, durably, and tells its subscribers. Returns how many messages were in it.
  public int delete(String queue) throws InterruptedException {
    int messages = change((it, now, durable) -> it.delete(queue, durable));
    List<Subscriber> left = List.of();
    lock.lock();
    try {
      Consumers known = consumers.remove(queue);
      if (known != null) {
        left = known.line().members();
      }
    } finally {
      lock.unlock();
    }
    left.forEach(Subscriber::queueDeleted);
    return messages;
  }

  /// Subscribers of a queue.
  public int consumersOf(String queue) {
    lock.lock();
    try {
      Consumers known = consumers.get(queue);
      return known == null ? 0 : known.line().size();
    } finally {
      lock.unlock();
    }
  }

  private void settled(String queue, LedgerStep.Change change) {
    Consumers known = consumers.get(queue);
    if (known != null) {
      known.changed(change);
      touched.add(queue);
    }
  }

  /// Hands out what can be handed out, and has the clock wake in time. Holds the lock.
  private void settle() {
    while (!touched.isEmpty() && !committer.full() && failure == null && !stopped) {
      String queue = touched.iterator().next();
      touched.remove(queue);
      Consumers known = consumers.get(queue);
      if (known != null && engine.registry().queueNames().contains(queue)) {
        dispatch(queue, known);
      }
      if (committer.full()) {
        touched.add(queue);
      }
    }
    OptionalLong next = engine.nextDeadline();
    if (next.isPresent() && next.getAsLong() < wakeMillis) {
      wakeMillis = next.getAsLong();
      earlier.signal();
    }
  }

  private void dispatch(String queue, Consumers known) {
    while (known.line().anybody() && !committer.full()) {
      Optional<Subscriber> next = known.line().next();
      if (next.isEmpty()) {
        return;
      }
      Subscriber subscriber = next.get();
      List<Delivered> delivered = engine.lease(queue, 1, 1, subscriber.leaseMillis(), clock.now());
      if (delivered.isEmpty()) {
        known.line().settled(subscriber);
        return;
      }
      Delivered one = delivered.getFirst();
      known.holds(subscriber, one.lease().id(), one.lease().token());
      subscriber.deliver(one);
    }
  }

  // ---- time ----------------------------------------------------------------------------------

  private void tick() {
    try {
      lock.lockInterruptibly();
      try {
        while (!stopped && failure == null) {
          long sleep = Math.min(wakeMillis - clock.now(), PULSE_MILLIS);
          if (sleep > 0) {
            var early = earlier.await(sleep, TimeUnit.MILLISECONDS);
            continue;
          }
          if (committer.full()) {
            var early = earlier.await(1, TimeUnit.MILLISECONDS);
            continue;
          }
          wakeMillis = Long.MAX_VALUE;
          engine.tick(clock.now());
          settle();
        }
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  // ---- state ---------------------------------------------------------------------------------

  private final class Outcome implements Committer.Listener {
    @Override
    public void committed() {
      room.signalAll();
      settle();
    }

    @Override
    public void failed(Throwable cause) {
      if (!stopped) {
        failure = cause;
      }
      tellWaiting(cause);
    }
  }

  private void tellWaiting(Throwable cause) {
    lock.lock();
    try {
      waiting.forEach(it -> it.durable.completeExceptionally(cause));
      earlier.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Stretches of the journal that were durable and cannot be read any more.
  public Map<Long, List<RecordFile.Damage>> damages() {
    return journal.damages();
  }

  /// Why it has stopped by itself.
  public Optional<Throwable> failure() {
    lock.lock();
    try {
      return Optional.ofNullable(failure);
    } finally {
      lock.unlock();
    }
  }

  /// Share of the inbox in use, 0 to 1.
  public double saturation() {
    lock.lock();
    try {
      return committer.saturation();
    } finally {
      lock.unlock();
    }
  }

  /// Writes what is under way, then stops.
  @Override
  public void close() {
    stop(false);
  }

  /// Stops at once, as a crash of the process would.
  public void kill() {
    stop(true);
  }

  private void stop(boolean atOnce) {
    lock.lock();
    try {
      if (stopped) {
        return;
      }
      stopped = true;
      earlier.signal();
    } finally {
      lock.unlock();
    }
    try {
      if (atOnce) {
        committer.kill();
      } else {
        committer.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("the journal does not close", e);
    } finally {
      tellWaiting(new IOException("the broker has stopped"));
    }
  }
}
