package dev.orrery.runtime.rpc;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;

/// How a unary method answers: `Unary.answer(observer, () -> core.get(request))`.
public final class Unary {
  private Unary() {}

  /// Calls `body` on this (virtual) thread and answers with its result, or with the status of what
  /// it threw. A status received from a neighbour is passed on as it came; an unexpected exception
  /// becomes INTERNAL, without its message.
  public static <R> void answer(StreamObserver<R> observer, Callable<R> body) {
    R response;
    try {
      response = body.call();
    } catch (Exception failure) {
      fail(observer, failure);
      return;
    }
    if (!Context.current().isCancelled()) {
      observer.onNext(response);
      observer.onCompleted();
    }
  }

  /// Ends a call with the status of `failure`.
  public static void fail(StreamObserver<?> observer, Throwable failure) {
    observer.onError(
        switch (failure) {
          case RpcException refusal -> refusal.asStatus();
          case StatusRuntimeException status -> status;
          case StatusException status -> status;
          case InterruptedException _ ->
              Status.CANCELLED.withDescription("interrupted").asRuntimeException();
          default ->
              Status.INTERNAL
                  .withDescription("internal error")
                  .withCause(failure)
                  .asRuntimeException();
        });
  }
}
