package dev.orrery.log.edge.grpc;

import dev.orrery.log.core.partition.Fetched;
import dev.orrery.log.core.partition.Partition;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Endless fetches. Each has a virtual thread that reads only when gRPC has room for the answer: a
/// slow consumer holds one answer in memory, no more.
final class FetchStreams {
  static final int MAXIMUM_STREAMS = 1_000;

  /// How soon a stream whose caller went away, or that waits for room, looks round by itself.
  private static final Duration PULSE = Duration.ofSeconds(1);

  private final Fetches fetches;
  private final Duration maximumAge;
  private final Semaphore places = new Semaphore(MAXIMUM_STREAMS);

  FetchStreams(Fetches fetches, Duration maximumAge) {
    this.fetches = fetches;
    this.maximumAge = maximumAge;
  }

  void open(
      Partition partition,
      long offset,
      int minimumBytes,
      int maximumBytes,
      ServerCallStreamObserver<FetchResponse> observer) {
    if (!places.tryAcquire()) {
      throw RpcException.resourceExhausted(
          "TOO_MANY_STREAMS", "there are " + MAXIMUM_STREAMS + " fetch streams already");
    }
    Semaphore room = new Semaphore(0);
    observer.setOnReadyHandler(room::release);
    observer.setOnCancelHandler(room::release);
    Runnable pump =
        () -> {
          try {
            pump(partition, offset, Math.max(1, minimumBytes), maximumBytes, observer, room);
          } catch (RuntimeException e) {
            Unary.fail(observer, Refusals.of(e));
          } catch (InterruptedException e) {
            Unary.fail(observer, e);
          } finally {
            places.release();
          }
        };
    Thread.ofVirtual().name("log-stream-" + partition.id()).start(Context.current().wrap(pump));
  }

  private void pump(
      Partition partition,
      long from,
      int minimumBytes,
      int maximumBytes,
      ServerCallStreamObserver<FetchResponse> observer,
      Semaphore room)
      throws InterruptedException {
    long end = System.nanoTime() + maximumAge.toNanos();
    long offset = from;
    while (!observer.isCancelled()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw RpcException.unavailable(
            "STREAM_MAXIMUM_AGE", "the stream is " + maximumAge + " old; ask again from " + offset);
      }
      long pulse = Math.min(left, PULSE.toNanos());
      if (!observer.isReady()) {
        boolean signalled = room.tryAcquire(pulse, TimeUnit.NANOSECONDS);
        room.drainPermits();
        continue;
      }
      Fetched fetched =
          fetches.fetch(
              partition, offset, minimumBytes, maximumBytes, pulse, observer::isCancelled);
      if (!fetched.records().isEmpty() && !observer.isCancelled()) {
        observer.onNext(Responses.fetched(fetched));
        offset = fetched.nextOffset();
      }
    }
  }
}
