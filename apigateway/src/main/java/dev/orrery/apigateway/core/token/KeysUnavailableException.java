package dev.orrery.apigateway.core.token;

/// No key has ever been had from identity, so no token can be judged.
public final class KeysUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  public KeysUnavailableException(String message) {
    super(message, null, false, false);
  }
}
