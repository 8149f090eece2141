package dev.orrery.apigateway.core.token;

/// A token that is not good; the message says why, in words that help no forger.
public final class InvalidTokenException extends Exception {
  private static final long serialVersionUID = 1;

  public InvalidTokenException(String message) {
    super(message, null, false, false);
  }
}
