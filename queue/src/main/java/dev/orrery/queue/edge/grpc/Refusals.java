package dev.orrery.queue.edge.grpc;

import dev.orrery.queue.core.engine.QueueException;
import dev.orrery.runtime.rpc.RpcException;
import java.time.Duration;

/// Refusals of the queues as canonical statuses with stable reasons.
final class Refusals {
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  private Refusals() {}

  /// What a call has thrown; what is not the queues' own comes back as it is.
  static Exception of(Exception thrown) {
    return thrown instanceof QueueException refusal ? of(refusal) : thrown;
  }

  static RpcException of(QueueException refusal) {
    String reason = refusal.kind().name();
    String message = String.valueOf(refusal.getMessage());
    RpcException status =
        switch (refusal.kind()) {
          case QUEUE_NOT_FOUND, TOPIC_NOT_FOUND -> RpcException.notFound(reason, message);
          case QUEUE_EXISTS -> RpcException.alreadyExists(reason, message);
          case QUEUE_IN_USE -> RpcException.failedPrecondition(reason, message);
          case LIMIT_REACHED -> RpcException.resourceExhausted(reason, message);
          case QUEUE_FULL, BROKER_FULL, OVERLOADED ->
              RpcException.resourceExhausted(reason, message).retryAfter(RETRY_AFTER);
          case STOPPED -> RpcException.unavailable("QUEUE_STOPPED", message);
        };
    refusal.details().forEach(status::with);
    return status;
  }
}
