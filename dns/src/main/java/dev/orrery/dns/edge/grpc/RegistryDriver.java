package dev.orrery.dns.edge.grpc;

import dev.orrery.dns.core.registry.Instance;
import dev.orrery.dns.core.registry.LeaseChange;
import dev.orrery.dns.core.registry.LeaseReply;
import dev.orrery.dns.core.registry.LeaseRequest;
import dev.orrery.dns.core.registry.LeaseTable;
import dev.orrery.primitives.ports.Time;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Drives a [LeaseTable]: one lock, so that it makes one step at a time, and one virtual thread
/// that ticks it when the next lease is due. Thread-safe.
///
/// The listener is called under the lock after each step that changed something, so it sees the
/// changes in order; it must not wait.
public final class RegistryDriver implements AutoCloseable {
  /// What is live after a step.
  ///
  /// @param instances by name ascending
  /// @param changes what led here, in order
  public record Snapshot(List<Instance> instances, long revision, List<LeaseChange> changes) {}

  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final LeaseTable table;
  private final Time time;
  private final Consumer<Snapshot> listener;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition deadlineMoved = lock.newCondition();
  private final Thread ticker;
  private List<Instance> permanent = List.of();
  private boolean closed;

  public RegistryDriver(LeaseTable table, Time time, Consumer<Snapshot> listener) {
    this.table = table;
    this.time = time;
    this.listener = listener;
    this.ticker = Thread.ofVirtual().name("dns-leases").unstarted(this::tick);
  }

  /// Tells the listener what is live now, and starts the clock.
  ///
  /// @param withoutLease instances that are live for as long as this driver: this server itself.
  ///   One that is leased under the same name stands in for it.
  public void start(List<Instance> withoutLease) {
    lock.lock();
    try {
      permanent = List.copyOf(withoutLease);
      List<LeaseChange> added = new ArrayList<>();
      permanent.forEach(instance -> added.add(new LeaseChange.Added(instance)));
      listener.accept(snapshot(added));
    } finally {
      lock.unlock();
    }
    ticker.start();
  }

  /// Makes a step now.
  ///
  /// @throws IOException when a fencing token could not be made durable
  public LeaseReply step(LeaseRequest request) throws IOException {
    lock.lock();
    try {
      LeaseTable.Step step = table.step(request, time.monotonicNanos());
      if (!step.changes().isEmpty()) {
        listener.accept(snapshot(step.changes()));
      }
      deadlineMoved.signal();
      return step.reply();
    } finally {
      lock.unlock();
    }
  }

  /// What is live now. What is due but not yet ticked lapses first.
  public Snapshot current() {
    lock.lock();
    try {
      lapse();
      return snapshot(List.of());
    } finally {
      lock.unlock();
    }
  }

  /// Runs `action` under the lock with what is live now, so that no change falls between.
  public void atomically(Consumer<Snapshot> action) {
    lock.lock();
    try {
      lapse();
      action.accept(snapshot(List.of()));
    } finally {
      lock.unlock();
    }
  }

  private void lapse() {
    try {
      step(new LeaseRequest.Tick());
    } catch (IOException impossible) {
      throw new IllegalStateException("a tick touches no disk", impossible);
    }
  }

  private Snapshot snapshot(List<LeaseChange> changes) {
    List<Instance> instances = new ArrayList<>(table.live());
    for (Instance own : permanent) {
      if (instances.stream().noneMatch(live -> live.name().equals(own.name()))) {
        instances.add(own);
      }
    }
    instances.sort(Comparator.comparing(Instance::name));
    return new Snapshot(List.copyOf(instances), table.revision(), changes);
  }

  private void tick() {
    lock.lock();
    try {
      while (!closed) {
        OptionalLong deadline = table.nextDeadline();
        long wait =
            deadline.isPresent() ? deadline.getAsLong() - time.monotonicNanos() : IDLE_NANOS;
        if (deadline.isPresent() && wait <= 0) {
          lapse();
        } else if (deadlineMoved.awaitNanos(wait) < 0 && closed) {
          return;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      deadlineMoved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
