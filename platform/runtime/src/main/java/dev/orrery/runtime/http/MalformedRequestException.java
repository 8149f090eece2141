package dev.orrery.runtime.http;

/// Bytes that are no request this server can take with certainty. The connection they came on ends
/// with the answer, since nobody can say where the next request would begin.
public final class MalformedRequestException extends Exception {

  private final int status;

  /// A refusal with this status and this explanation for the client.
  public MalformedRequestException(int status, String detail) {
    super(detail, null, false, false);
    this.status = status;
  }

  /// The status to answer with: 400, 414, 431, 501 or 505.
  public int status() {
    return status;
  }

  /// The document to answer with.
  public Problem problem() {
    return Problem.of(status, String.valueOf(getMessage()));
  }
}
