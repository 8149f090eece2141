package dev.orrery.runtime.rpc;

import dev.orrery.runtime.lifecycle.Faults;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// What every call to a server passes before its method: injected faults, the caller's credential,
/// a deadline.
final class ServerChecks implements ServerInterceptor {
  /// For a unary call that came without one.
  static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);

  private final Faults faults;
  private final Credentials credentials;
  private final Function<String, Access> needed;
  private final ScheduledExecutorService deadlines;

  ServerChecks(
      Faults faults,
      Credentials credentials,
      Function<String, Access> needed,
      ScheduledExecutorService deadlines) {
    this.faults = faults;
    this.credentials = credentials;
    this.needed = needed;
    this.deadlines = deadlines;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    try {
      if (!faults.pass()) {
        return new ServerCall.Listener<>() {}; // never answered: the caller's deadline ends it
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return refuse(call, Status.CANCELLED.asRuntimeException());
    }
    Caller caller = Caller.from(headers, credentials);
    try {
      String service = call.getMethodDescriptor().getServiceName();
      caller.require(needed.apply(service == null ? "" : service));
    } catch (RpcException refusal) {
      return refuse(call, refusal.asStatus());
    }
    Context context = Context.current().withValue(Caller.KEY, caller);
    if (context.getDeadline() == null && call.getMethodDescriptor().getType() == MethodType.UNARY) {
      context =
          context.withDeadlineAfter(DEFAULT_DEADLINE.toMillis(), TimeUnit.MILLISECONDS, deadlines);
    }
    return new Refusing<>(call, Contexts.interceptCall(context, call, headers, next));
  }

  private static <Q, R> ServerCall.Listener<Q> refuse(
      ServerCall<Q, R> call, StatusRuntimeException status) {
    Metadata trailers = status.getTrailers();
    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
    return new ServerCall.Listener<>() {};
  }

  /// Sends what a method threw instead of answering.
  private static final class Refusing<Q, R> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, R> call;

    Refusing(ServerCall<Q, R> call, ServerCall.Listener<Q> delegate) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onHalfClose() {
      guarded(super::onHalfClose);
    }

    @Override
    public void onMessage(Q message) {
      guarded(() -> super.onMessage(message));
    }

    private void guarded(Runnable step) {
      try {
        step.run();
      } catch (RpcException refusal) {
        refuse(call, refusal.asStatus());
      } catch (StatusRuntimeException status) {
        refuse(call, status);
      }
    }
  }
}
