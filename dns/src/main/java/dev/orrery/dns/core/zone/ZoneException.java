package dev.orrery.dns.core.zone;

/// A zone that may not be: its text or its records break a rule. The message names the place.
public final class ZoneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ZoneException(String message) {
    super(message);
  }
}
