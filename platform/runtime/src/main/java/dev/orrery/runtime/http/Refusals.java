package dev.orrery.runtime.http;

import java.util.Optional;
import java.util.Set;

/// What a well-formed request can be refused for before a handler is asked. The refusal still
/// passes the filters, so that it is seen and counted.
final class Refusals {

  private static final Set<String> METHODS =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "QUERY");

  private Refusals() {}

  /// @param bodyLength the declared length, or -1
  static Optional<Problem> of(
      String method, HttpHeaders headers, long bodyLength, HttpLimits limits) {
    if (!METHODS.contains(method)) {
      return Optional.of(Problem.of(501, "this method is not known here"));
    }
    Optional<String> expectation = headers.first("expect");
    if (expectation.isPresent() && !expectation.get().equalsIgnoreCase("100-continue")) {
      return Optional.of(Problem.of(417, "the only expectation met here is 100-continue"));
    }
    if (bodyLength > limits.bodyBytes()) {
      return Optional.of(
          Problem.of(413, "the body is larger than " + limits.bodyBytes() + " bytes"));
    }
    return Optional.empty();
  }
}
