package dev.orrery.queue;

import dev.orrery.queue.v1.ConsumeRequest;
import dev.orrery.queue.v1.ConsumeResponse;
import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.QueueGrpc;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A worker on a stream: does what comes, one after the other, and acknowledges or gives back.
final class Worker implements ClientResponseObserver<ConsumeRequest, ConsumeResponse> {
  private final Predicate<Delivery> job;
  private final List<Delivery> seen = new CopyOnWriteArrayList<>();
  private @Nullable ClientCallStreamObserver<ConsumeRequest> stream;
  private volatile boolean dead;
  private volatile @Nullable Throwable ended;

  /// @param job true when the message is done, false when it failed
  private Worker(Predicate<Delivery> job) {
    this.job = job;
  }

  static Worker start(Channel channel, String queue, int prefetch, Predicate<Delivery> job) {
    Worker worker = new Worker(job);
    QueueGrpc.newStub(channel)
        .consume(worker)
        .onNext(
            ConsumeRequest.newBuilder()
                .setOpen(
                    ConsumeRequest.Open.newBuilder()
                        .setQueue(queue)
                        .setPrefetch(prefetch)
                        .setLeaseMillis(Client.LEASE_MILLIS))
                .build());
    return worker;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ConsumeRequest> call) {
    stream = call;
  }

  @Override
  public void onNext(ConsumeResponse response) {
    for (Delivery each : response.getDeliveriesList()) {
      if (dead) {
        return;
      }
      seen.add(each);
      ConsumeRequest.Settle.Builder settle = ConsumeRequest.Settle.newBuilder();
      if (job.test(each)) {
        settle.addAcknowledge(each.getReceipt());
      } else {
        settle.addNack(each.getReceipt());
      }
      ClientCallStreamObserver<ConsumeRequest> call = stream;
      if (call != null && !dead) {
        call.onNext(ConsumeRequest.newBuilder().setSettle(settle).build());
      }
    }
  }

  /// Dies with all it has.
  void kill() {
    dead = true;
    ClientCallStreamObserver<ConsumeRequest> call = stream;
    if (call != null) {
      call.cancel("killed", null);
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended = failure;
  }

  @Override
  public void onCompleted() {}

  List<Delivery> seen() {
    return List.copyOf(seen);
  }

  /// Why the stream has ended; empty while it runs.
  Optional<Throwable> ended() {
    return Optional.ofNullable(ended);
  }
}
