package dev.orrery.loadbalancer.core.message;

/// Bytes from a backend that are no response, or one that two readers could frame differently.
public final class MalformedResponseException extends Exception {
  public MalformedResponseException(String detail) {
    super(detail, null, false, false);
  }
}
