package dev.orrery.queue.edge.grpc;

import dev.orrery.queue.broker.Broker;
import dev.orrery.queue.broker.Subscriber;
import dev.orrery.queue.core.engine.Delivered;
import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A receive that waits: stands in line for one message, then takes what else is ready.
final class LongPoll implements Subscriber {
  private final Broker broker;
  private final String queue;
  private final long leaseMillis;

  /// The message it was handed, or empty when it is to wait no longer.
  private final CompletableFuture<Optional<Delivered>> handed = new CompletableFuture<>();

  LongPoll(Broker broker, String queue, long leaseMillis) {
    this.broker = broker;
    this.queue = queue;
    this.leaseMillis = leaseMillis;
  }

  @Override
  public long leaseMillis() {
    return leaseMillis;
  }

  @Override
  public void deliver(Delivered delivered) {
    handed.complete(Optional.of(delivered));
  }

  @Override
  public void queueDeleted() {
    stop();
  }

  /// Waits no longer.
  void stop() {
    handed.complete(Optional.empty());
  }

  /// @param waitMillis how long it waits for the first message
  List<Delivered> receive(int maximum, long maximumBytes, long waitMillis)
      throws InterruptedException {
    List<Delivered> delivered = new ArrayList<>(take(maximum, maximumBytes));
    if (!delivered.isEmpty() || waitMillis <= 0) {
      return delivered;
    }
    waitForOne(waitMillis).ifPresent(delivered::add);
    if (!delivered.isEmpty() && maximum > 1) {
      long left = maximumBytes - delivered.getFirst().message().sizeBytes();
      delivered.addAll(take(maximum - 1, left));
    }
    return delivered;
  }

  private List<Delivered> take(int maximum, long maximumBytes) throws InterruptedException {
    return broker.step(
        (engine, now) -> engine.lease(queue, maximum, maximumBytes, leaseMillis, now));
  }

  private Optional<Delivered> waitForOne(long waitMillis) throws InterruptedException {
    Context context = Context.current();
    Context.CancellationListener away = cancelled -> stop();
    context.addListener(away, Runnable::run);
    broker.join(queue, this, 1);
    try {
      return handed.get(waitMillis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException nothingCame) {
      stop();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a poll fails only with its broker", e);
    } finally {
      context.removeListener(away);
      broker.leave(queue, this, context.isCancelled());
    }
    return handed.join(); // one may have been handed out at the last moment
  }
}
