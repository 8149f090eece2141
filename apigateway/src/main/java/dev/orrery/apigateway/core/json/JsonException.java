package dev.orrery.apigateway.core.json;

/// A text that is not JSON; the message says what was wrong at which character.
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1;

  JsonException(String message) {
    super(message, null, false, false);
  }
}
