package dev.orrery.dns.core.message;

/// A packet breaks the grammar of RFC 1035 or 6891. Carries no stack trace: hostile packets arrive
/// by the thousand.
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedMessageException(String what, int offset) {
    super(what + " at octet " + offset, null, false, false);
  }
}
