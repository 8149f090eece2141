package dev.orrery.objectstore.edge.grpc;

import dev.orrery.objectstore.v1.GetResponse;
import dev.orrery.runtime.rpc.RpcException;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Sends messages as fast as the client takes them: a write waits while the transport is full, so
/// that no more than its buffer is held for a slow reader.
///
/// To be made before the method of the service returns, as gRPC demands of one that sets handlers;
/// to be used on another thread than the call's, on which those handlers run.
final class FlowGate {
  /// How long a client may take nothing.
  private static final long PATIENCE_SECONDS = 30;

  /// The client has gone.
  static final class CancelledException extends IOException {
    private static final long serialVersionUID = 1;

    CancelledException() {
      super("the call was cancelled");
    }
  }

  private final ServerCallStreamObserver<GetResponse> call;
  private final Semaphore changes = new Semaphore(0);

  FlowGate(ServerCallStreamObserver<GetResponse> call) {
    this.call = call;
    call.setOnReadyHandler(changes::release);
    call.setOnCancelHandler(changes::release);
  }

  void send(GetResponse message) throws IOException {
    try {
      while (!call.isReady() && !call.isCancelled()) {
        if (!changes.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          throw RpcException.unavailable(
              "CLIENT_TOO_SLOW", "the client took nothing for " + PATIENCE_SECONDS + " s");
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
    if (call.isCancelled()) {
      throw new CancelledException();
    }
    call.onNext(message);
  }
}
