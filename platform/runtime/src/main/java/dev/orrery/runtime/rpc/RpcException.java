package dev.orrery.runtime.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A refusal in the canonical form: a status code, a message for people, and details for programs
/// (`google.rpc.ErrorInfo` with a stable reason, `BadRequest` with the field, `RetryInfo`). Thrown
/// by a service's code; the RPC kit sends it.
///
/// The codes are those of
/// <https://github.com/googleapis/googleapis/blob/master/google/rpc/code.proto>.
public final class RpcException extends RuntimeException {
  /// The `domain` of every [ErrorInfo] of this model.
  public static final String DOMAIN = "orrery.dev";

  private static final long serialVersionUID = 1;

  private final Code code;
  private final String reason;
  private final LinkedHashMap<String, String> metadata = new LinkedHashMap<>();
  private final ArrayList<Any> details = new ArrayList<>();

  private RpcException(Code code, String reason, String message) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
  }

  /// A field of the request is wrong, whatever the state of the system.
  public static RpcException invalidArgument(String field, String description) {
    RpcException exception =
        new RpcException(Code.INVALID_ARGUMENT, "INVALID_FIELD", field + ": " + description);
    exception.details.add(
        Any.pack(
            BadRequest.newBuilder()
                .addFieldViolations(
                    BadRequest.FieldViolation.newBuilder()
                        .setField(field)
                        .setDescription(description))
                .build()));
    return exception.with("field", field);
  }

  public static RpcException notFound(String reason, String message) {
    return new RpcException(Code.NOT_FOUND, reason, message);
  }

  public static RpcException alreadyExists(String reason, String message) {
    return new RpcException(Code.ALREADY_EXISTS, reason, message);
  }

  public static RpcException failedPrecondition(String reason, String message) {
    return new RpcException(Code.FAILED_PRECONDITION, reason, message);
  }

  public static RpcException resourceExhausted(String reason, String message) {
    return new RpcException(Code.RESOURCE_EXHAUSTED, reason, message);
  }

  public static RpcException aborted(String reason, String message) {
    return new RpcException(Code.ABORTED, reason, message);
  }

  public static RpcException outOfRange(String reason, String message) {
    return new RpcException(Code.OUT_OF_RANGE, reason, message);
  }

  public static RpcException unauthenticated(String reason, String message) {
    return new RpcException(Code.UNAUTHENTICATED, reason, message);
  }

  public static RpcException permissionDenied(String reason, String message) {
    return new RpcException(Code.PERMISSION_DENIED, reason, message);
  }

  public static RpcException unavailable(String reason, String message) {
    return new RpcException(Code.UNAVAILABLE, reason, message);
  }

  public static RpcException deadlineExceeded(String reason, String message) {
    return new RpcException(Code.DEADLINE_EXCEEDED, reason, message);
  }

  public static RpcException unimplemented(String reason, String message) {
    return new RpcException(Code.UNIMPLEMENTED, reason, message);
  }

  /// Adds a pair to the ErrorInfo's metadata. Returns this.
  public RpcException with(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /// Tells the caller when to come back. Returns this.
  public RpcException retryAfter(Duration delay) {
    details.add(
        Any.pack(
            RetryInfo.newBuilder()
                .setRetryDelay(
                    com.google.protobuf.Duration.newBuilder()
                        .setSeconds(delay.getSeconds())
                        .setNanos(delay.getNano()))
                .build()));
    return this;
  }

  public String reason() {
    return reason;
  }

  public io.grpc.Status.Code code() {
    return io.grpc.Status.fromCodeValue(code.getNumber()).getCode();
  }

  /// As gRPC carries it: status in the trailers, details in `grpc-status-details-bin`.
  public StatusRuntimeException asStatus() {
    ErrorInfo info =
        ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).putAllMetadata(metadata).build();
    return StatusProto.toStatusRuntimeException(
        Status.newBuilder()
            .setCode(code.getNumber())
            .setMessage(String.valueOf(getMessage()))
            .addDetails(Any.pack(info))
            .addAllDetails(details)
            .build());
  }

  /// The stable reason in the details of a status received, if there is one.
  public static Optional<String> reasonOf(StatusRuntimeException received) {
    return errorInfo(received).map(ErrorInfo::getReason).filter(reason -> !reason.isEmpty());
  }

  /// The ErrorInfo's metadata of a status received; empty when there is none.
  public static Map<String, String> metadataOf(StatusRuntimeException received) {
    return errorInfo(received).map(ErrorInfo::getMetadataMap).orElse(Map.of());
  }

  private static Optional<ErrorInfo> errorInfo(StatusRuntimeException received) {
    Status status = StatusProto.fromThrowable(received);
    List<Any> details = status == null ? List.of() : status.getDetailsList();
    for (Any detail : details) {
      if (detail.is(ErrorInfo.class)) {
        try {
          return Optional.of(detail.unpack(ErrorInfo.class));
        } catch (InvalidProtocolBufferException malformed) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
