package dev.orrery.log.edge.grpc;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.orrery.log.broker.BrokerException;
import dev.orrery.log.broker.ReadFailedException;
import dev.orrery.log.core.group.GroupReply;
import dev.orrery.log.core.partition.OffsetOutOfRangeException;
import dev.orrery.log.core.partition.TopicPartition;
import dev.orrery.log.core.producer.SequenceVerdict;
import dev.orrery.log.core.segment.Damage;
import dev.orrery.log.core.segment.DamagedLogException;
import dev.orrery.runtime.rpc.RpcException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;

/// Refusals of core and broker as canonical statuses with stable reasons.
final class Refusals {
  private static final Duration RETRY_AFTER = Duration.ofMillis(50);

  private Refusals() {}

  static RpcException unknownPartition(TopicPartition id) {
    return RpcException.notFound("UNKNOWN_TOPIC_OR_PARTITION", "there is no partition " + id)
        .with("topic", id.topic())
        .with("partition", Integer.toUnsignedString(id.partition()));
  }

  static RpcException of(SequenceVerdict verdict) {
    return switch (verdict) {
      case SequenceVerdict.OutOfOrder(int expected, int actual) ->
          RpcException.failedPrecondition(
                  "OUT_OF_ORDER_SEQUENCE", "the next sequence is " + expected + ", not " + actual)
              .with("expected_sequence", Integer.toString(expected));
      case SequenceVerdict.Fenced(short current) ->
          RpcException.failedPrecondition(
                  "INVALID_PRODUCER_EPOCH", "the producer's epoch is " + current)
              .with("producer_epoch", Short.toString(current));
      case SequenceVerdict.UnknownProducer(long id) ->
          RpcException.failedPrecondition(
              "UNKNOWN_PRODUCER_ID", "no producer id " + id + " was handed out");
      case SequenceVerdict.Fresh fresh -> throw new IllegalArgumentException("not a refusal");
      case SequenceVerdict.Duplicate duplicate ->
          throw new IllegalArgumentException("not a refusal");
    };
  }

  static RpcException of(GroupReply.Refused refused) {
    return switch (refused.reason()) {
      case UNKNOWN_MEMBER, FENCED_MEMBER_EPOCH ->
          RpcException.failedPrecondition(refused.reason().name(), refused.message());
      case GROUP_LIMIT -> RpcException.resourceExhausted("GROUP_LIMIT", refused.message());
      case INVALID -> RpcException.invalidArgument("request", refused.message());
    };
  }

  /// Anything that a call on the broker throws; what is not its own comes back as it is.
  static Exception of(RuntimeException thrown) {
    return switch (thrown) {
      case BrokerException broker -> of(broker);
      case OffsetOutOfRangeException outside ->
          RpcException.outOfRange("OFFSET_OUT_OF_RANGE", String.valueOf(outside.getMessage()))
              .with("log_start_offset", Long.toString(outside.logStartOffset()))
              .with("high_watermark", Long.toString(outside.highWatermark()));
      case ReadFailedException failed
          when failed.failure() instanceof DamagedLogException damaged ->
          dataLoss(damaged.damage(), String.valueOf(damaged.getMessage()));
      default -> thrown;
    };
  }

  private static RpcException of(BrokerException broker) {
    String message = String.valueOf(broker.getMessage());
    return switch (broker.kind()) {
      case TOPIC_EXISTS -> RpcException.alreadyExists("TOPIC_ALREADY_EXISTS", message);
      case LIMIT -> RpcException.resourceExhausted("LIMIT_REACHED", message);
      case OVERLOADED ->
          RpcException.resourceExhausted("OVERLOADED", message).retryAfter(RETRY_AFTER);
      case STOPPED -> RpcException.unavailable("LOG_STOPPED", message);
    };
  }

  /// DATA_LOSS with where intact records go on, so that a consumer may decide to step over.
  private static Exception dataLoss(Damage damage, String message) {
    ErrorInfo info =
        ErrorInfo.newBuilder()
            .setReason("CORRUPT_MESSAGE")
            .setDomain(RpcException.DOMAIN)
            .putMetadata("first_offset", Long.toString(damage.firstOffset()))
            .putMetadata("next_offset", Long.toString(damage.nextOffset()))
            .build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(Code.DATA_LOSS.getNumber())
            .setMessage(message)
            .addDetails(Any.pack(info))
            .build());
  }
}
