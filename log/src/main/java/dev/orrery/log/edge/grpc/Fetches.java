package dev.orrery.log.edge.grpc;

import dev.orrery.log.broker.Broker;
import dev.orrery.log.core.partition.FetchWaiters;
import dev.orrery.log.core.partition.Fetched;
import dev.orrery.log.core.partition.Partition;
import dev.orrery.runtime.rpc.RpcException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Fetches that wait: the long poll, and what a stream does again and again. Thread-safe.
final class Fetches implements AutoCloseable {
  private final Broker broker;
  private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  Fetches(Broker broker) {
    this.broker = broker;
  }

  /// Reads from `offset`, waiting until there are `minimumBytes`, or `maximumBytes` are full, or
  /// `waitNanos` have passed, or `cancelled`, which is asked after each wake-up.
  Fetched fetch(
      Partition partition,
      long offset,
      int minimumBytes,
      int maximumBytes,
      long waitNanos,
      BooleanSupplier cancelled)
      throws InterruptedException {
    long deadline = System.nanoTime() + waitNanos;
    while (true) {
      Fetched fetched = broker.read(() -> partition.fetch(offset, maximumBytes));
      boolean full = fetched.nextOffset() < fetched.highWatermark();
      long left = deadline - System.nanoTime();
      if (fetched.bytes() >= minimumBytes || full || left <= 0 || cancelled.getAsBoolean()) {
        return fetched;
      }
      if (closing) {
        throw RpcException.unavailable("CLOSING", "the log is shutting down");
      }
      await(partition, fetched.highWatermark(), left);
    }
  }

  private void await(Partition partition, long seen, long nanos) throws InterruptedException {
    CountDownLatch woken = new CountDownLatch(1);
    Runnable wake = woken::countDown;
    waiting.add(wake);
    try {
      if (closing) {
        return;
      }
      if (!partition.waiters().await(seen, wake)) {
        throw RpcException.resourceExhausted(
            "TOO_MANY_WAITERS",
            FetchWaiters.MAXIMUM_WAITERS + " fetches wait on " + partition.id() + " already");
      }
      boolean woke = woken.await(nanos, TimeUnit.NANOSECONDS);
    } finally {
      partition.waiters().forget(wake);
      waiting.remove(wake);
    }
  }

  /// Wakes everybody who waits, to let the server drain.
  @Override
  public void close() {
    closing = true;
    waiting.forEach(Runnable::run);
  }

  /// Wakes everybody, for those whose caller went away to notice.
  void wakeAll() {
    waiting.forEach(Runnable::run);
  }
}
