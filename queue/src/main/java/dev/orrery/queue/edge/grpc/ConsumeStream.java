package dev.orrery.queue.edge.grpc;

import dev.orrery.queue.broker.Broker;
import dev.orrery.queue.broker.Subscriber;
import dev.orrery.queue.core.engine.Delivered;
import dev.orrery.queue.v1.ConsumeRequest;
import dev.orrery.queue.v1.ConsumeResponse;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One consumer's stream. Deliveries wait in a list that the prefetch bounds, and a thread of its
/// own writes them when gRPC has room; the bodies are the queue's own, so a consumer that does not
/// read costs its prefetch in references and nothing more.
final class ConsumeStream implements Subscriber, StreamObserver<ConsumeRequest> {
  /// Of one response.
  private static final int MAXIMUM_DELIVERIES = 100;

  private static final long MAXIMUM_BYTES = 4 << 20;

  private final Broker broker;
  private final ServerCallStreamObserver<ConsumeResponse> observer;
  private final Duration maximumAge;
  private final Runnable ended;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  /// Guarded by the lock, as all below.
  private final ArrayDeque<Delivered> outbound = new ArrayDeque<>();

  private final List<String> stale = new ArrayList<>();
  private boolean over;
  private @Nullable Exception failure;

  private final AtomicBoolean finished = new AtomicBoolean();

  /// Set by the first request.
  private volatile String queue = "";

  private volatile long leaseMillis;

  ConsumeStream(
      Broker broker,
      ServerCallStreamObserver<ConsumeResponse> observer,
      Duration maximumAge,
      Runnable ended) {
    this.broker = broker;
    this.observer = observer;
    this.maximumAge = maximumAge;
    this.ended = ended;
    observer.setOnReadyHandler(this::wake);
    observer.setOnCancelHandler(() -> end(null));
  }

  // ---- from the consumer ---------------------------------------------------------------------

  @Override
  public void onNext(ConsumeRequest request) {
    try {
      switch (request.getRequestCase()) {
        case OPEN -> open(request.getOpen());
        case SETTLE -> settle(request.getSettle());
        case REQUEST_NOT_SET ->
            throw RpcException.invalidArgument("request", "is neither open nor settle");
      }
    } catch (RuntimeException | InterruptedException refused) {
      end(Refusals.of(refused));
    }
  }

  private void open(ConsumeRequest.Open open) {
    if (!queue.isEmpty()) {
      throw RpcException.invalidArgument("open", "the stream is open already");
    }
    String name = Requests.name("open.queue", open.getQueue());
    int prefetch =
        Requests.count("open.prefetch", open.getPrefetch(), 1, Requests.MAXIMUM_PREFETCH);
    long lease = broker.read((engine, now) -> engine.registry().settings(name)).leaseMillis();
    leaseMillis = Requests.waitMillis("open.lease_millis", open.getLeaseMillis(), lease);
    queue = name;
    broker.join(name, this, prefetch);
    Thread.ofVirtual().name("queue-stream-" + name).start(this::pump);
  }

  private void settle(ConsumeRequest.Settle settle) throws InterruptedException {
    if (queue.isEmpty()) {
      throw RpcException.invalidArgument("settle", "the first request must be open");
    }
    int receipts = settle.getAcknowledgeCount() + settle.getNackCount() + settle.getExtendCount();
    if (receipts > Requests.MAXIMUM_RECEIPTS) {
      throw RpcException.invalidArgument("settle", "at most " + Requests.MAXIMUM_RECEIPTS);
    }
    OptionalLong delay =
        Requests.delay(
            "settle.nack_delay_millis", settle.hasNackDelayMillis(), settle.getNackDelayMillis());
    long lease = Requests.waitMillis("settle.lease_millis", settle.getLeaseMillis(), leaseMillis);
    List<String> late = new ArrayList<>();
    late.addAll(
        Settling.settle(
            broker,
            settle.getAcknowledgeList(),
            (engine, now, id, token) -> engine.acknowledge(queue, id, token, now)));
    late.addAll(
        Settling.settle(
            broker,
            settle.getNackList(),
            (engine, now, id, token) -> engine.giveBack(queue, id, token, delay, now)));
    late.addAll(
        Settling.settle(
            broker,
            settle.getExtendList(),
            (engine, now, id, token) -> engine.extend(queue, id, token, lease, now)));
    if (!late.isEmpty()) {
      report(late);
    }
  }

  private void report(List<String> late) {
    lock.lock();
    try {
      if (stale.size() > Requests.MAXIMUM_RECEIPTS) {
        throw RpcException.resourceExhausted(
            "NOT_READING", "the consumer settles and does not read the answers");
      }
      stale.addAll(late);
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onError(Throwable cancelled) {
    end(null);
  }

  @Override
  public void onCompleted() {
    end(null);
  }

  // ---- to the consumer -----------------------------------------------------------------------

  @Override
  public long leaseMillis() {
    return leaseMillis;
  }

  @Override
  public void deliver(Delivered delivered) {
    lock.lock();
    try {
      outbound.addLast(delivered);
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void queueDeleted() {
    end(RpcException.notFound("QUEUE_NOT_FOUND", "queue '" + queue + "' was deleted"));
  }

  private void wake() {
    lock.lock();
    try {
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Ends the stream, with a failure or in order. Without a pump it is answered here.
  void end(@Nullable Exception cause) {
    boolean pumped = !queue.isEmpty();
    lock.lock();
    try {
      if (over) {
        return;
      }
      over = true;
      failure = cause;
      news.signal();
    } finally {
      lock.unlock();
    }
    if (!pumped) {
      finish();
    }
  }

  private void pump() {
    long end = System.nanoTime() + maximumAge.toNanos();
    try {
      while (true) {
        ConsumeResponse next = next(end);
        if (next == null) {
          break;
        }
        observer.onNext(next);
      }
    } catch (InterruptedException | RuntimeException failed) {
      end(failed instanceof RuntimeException runtime ? Refusals.of(runtime) : failed);
    } finally {
      broker.leave(queue, this, true);
      finish();
    }
  }

  /// What is to be written next; null when the stream is over.
  private @Nullable ConsumeResponse next(long end) throws InterruptedException {
    lock.lock();
    try {
      while (!over && (!observer.isReady() || (outbound.isEmpty() && stale.isEmpty()))) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw RpcException.unavailable(
              "STREAM_MAXIMUM_AGE", "the stream is " + maximumAge + " old; open another");
        }
        var signalled = news.await(left, TimeUnit.NANOSECONDS);
      }
      if (over) {
        return null;
      }
      ConsumeResponse.Builder response = ConsumeResponse.newBuilder().addAllStale(stale);
      stale.clear();
      long bytes = 0;
      while (response.getDeliveriesCount() < MAXIMUM_DELIVERIES && !outbound.isEmpty()) {
        bytes += outbound.getFirst().message().sizeBytes();
        if (bytes > MAXIMUM_BYTES && response.getDeliveriesCount() > 0) {
          break;
        }
        response.addDeliveries(Responses.delivery(outbound.removeFirst(), leaseMillis));
      }
      return response.build();
    } finally {
      lock.unlock();
    }
  }

  private void finish() {
    Exception cause;
    lock.lock();
    try {
      cause = failure;
    } finally {
      lock.unlock();
    }
    if (!finished.compareAndSet(false, true)) {
      return;
    }
    ended.run();
    if (observer.isCancelled()) {
      return;
    }
    if (cause == null) {
      observer.onCompleted();
    } else {
      Unary.fail(observer, cause);
    }
  }
}
