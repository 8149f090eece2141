package dev.orrery.apigateway.edge.http;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.orrery.apigateway.core.transcoding.InvalidRequestException;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.http.Problem;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Refusals as problem documents (RFC 9457), those of the gateway itself and those of services.
final class Problems {
  private static final int UNAUTHORIZED = 401;
  private static final int SERVER_ERRORS = 500;
  private static final int TOO_MANY = 429;
  private static final String CHALLENGE = "WWW-Authenticate";

  private Problems() {}

  static HttpResponse of(int status, String reason, String detail) {
    return HttpResponse.problem(Problem.of(status, detail).with("reason", reason));
  }

  static HttpResponse notFound() {
    return of(404, "NO_SUCH_ROUTE", "there is nothing at this path");
  }

  static HttpResponse wrongMethod(String allow) {
    return of(405, "METHOD_NOT_ALLOWED", "this path is served with " + allow)
        .header("Allow", allow);
  }

  /// RFC 6750 §3: without a token no error code is given.
  static HttpResponse tokenMissing() {
    return of(UNAUTHORIZED, "TOKEN_REQUIRED", "this wants a bearer token")
        .header(CHALLENGE, "Bearer");
  }

  static HttpResponse tokenInvalid(String why) {
    return of(UNAUTHORIZED, "INVALID_TOKEN", why)
        .header(CHALLENGE, "Bearer error=\"invalid_token\", error_description=\"" + why + "\"");
  }

  static HttpResponse rateLimited(long retryAfterSeconds) {
    return of(
            TOO_MANY, "RATE_LIMITED", "too many requests; come back in " + retryAfterSeconds + " s")
        .header("Retry-After", String.valueOf(retryAfterSeconds));
  }

  static HttpResponse invalid(InvalidRequestException wrong) {
    String where = wrong.field().isEmpty() ? "the body" : wrong.field();
    return HttpResponse.problem(
        Problem.of(400, where + ": " + wrong.description())
            .with("reason", "INVALID_FIELD")
            .with("violations", List.of(violation(wrong.field(), wrong.description()))));
  }

  private static Map<String, Object> violation(String field, String description) {
    Map<String, Object> violation = new LinkedHashMap<>(); // in this order in every document
    violation.put("field", field);
    violation.put("description", description);
    return violation;
  }

  /// A service's refusal. What went wrong inside is not told.
  static HttpResponse of(StatusRuntimeException refused) {
    int status = status(refused.getStatus().getCode());
    boolean ours = status == SERVER_ERRORS;
    String told = refused.getStatus().getDescription();
    Problem problem =
        Problem.of(
            status, ours ? "a service failed to answer this request" : told == null ? "" : told);
    com.google.rpc.Status details = StatusProto.fromThrowable(refused);
    OptionalLong retry = OptionalLong.empty();
    if (details != null && !ours) {
      for (Any detail : details.getDetailsList()) {
        problem = withDetail(problem, detail);
        retry = detail.is(RetryInfo.class) ? retryAfter(detail) : retry;
      }
    }
    HttpResponse response = HttpResponse.problem(problem);
    retry.ifPresent(seconds -> response.header("Retry-After", String.valueOf(seconds)));
    if (status == UNAUTHORIZED) {
      response.header(CHALLENGE, "Bearer");
    }
    return response;
  }

  private static Problem withDetail(Problem problem, Any detail) {
    try {
      if (detail.is(ErrorInfo.class)) {
        return problem.with("reason", detail.unpack(ErrorInfo.class).getReason());
      }
      if (detail.is(BadRequest.class)) {
        List<Map<String, Object>> violations =
            detail.unpack(BadRequest.class).getFieldViolationsList().stream()
                .map(one -> violation(one.getField(), one.getDescription()))
                .toList();
        return problem.with("violations", violations);
      }
      return problem;
    } catch (InvalidProtocolBufferException malformed) {
      return problem;
    }
  }

  private static OptionalLong retryAfter(Any detail) {
    try {
      com.google.protobuf.Duration delay = detail.unpack(RetryInfo.class).getRetryDelay();
      return OptionalLong.of(Math.max(1, delay.getSeconds() + (delay.getNanos() > 0 ? 1 : 0)));
    } catch (InvalidProtocolBufferException malformed) {
      return OptionalLong.empty();
    }
  }

  /// As the comments of google/rpc/code.proto map them.
  static int status(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case CANCELLED -> 499;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> UNAUTHORIZED;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> TOO_MANY;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      case UNKNOWN, INTERNAL, DATA_LOSS -> SERVER_ERRORS;
    };
  }
}
