package dev.orrery.apigateway.core.transcoding;

/// Bytes from a service that are no message of the type its contract says.
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}
