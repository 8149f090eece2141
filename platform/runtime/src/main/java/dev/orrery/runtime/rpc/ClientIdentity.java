package dev.orrery.runtime.rpc;

import dev.orrery.runtime.lifecycle.Faults;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Gives every outgoing call a deadline and says who calls, and for whom.
final class ClientIdentity implements ClientInterceptor {
  private final String instance;
  private final String authorization;
  private final Duration deadline;
  private final Faults faults;

  ClientIdentity(String instance, String token, Duration deadline, Faults faults) {
    this.instance = instance;
    this.authorization = "Bearer " + token;
    this.deadline = deadline;
    this.faults = faults;
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    if (faults.partitioned()) {
      return new Unreachable<>();
    }
    CallOptions bounded =
        method.getType() == MethodType.UNARY
                && options.getDeadline() == null
                && Context.current().getDeadline() == null
            ? options.withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
            : options;
    return new SimpleForwardingClientCall<>(next.newCall(method, bounded)) {
      @Override
      public void start(Listener<R> listener, Metadata headers) {
        headers.put(Caller.AUTHORIZATION, authorization);
        headers.put(Caller.CALLER, instance);
        Caller.current().writeTo(headers);
        super.start(listener, headers);
      }
    };
  }

  /// A call out of a partitioned instance.
  private static final class Unreachable<Q, R> extends ClientCall<Q, R> {
    @Override
    public void start(Listener<R> listener, Metadata headers) {
      listener.onClose(
          Status.UNAVAILABLE.withDescription(
              "this instance is partitioned by the control contract"),
          new Metadata());
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
