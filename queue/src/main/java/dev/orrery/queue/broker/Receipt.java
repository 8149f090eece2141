package dev.orrery.queue.broker;

import java.util.Optional;

/// Names one delivery: which message, under which lease.
public record Receipt(long id, long token) {
  private static final int RADIX = 36;

  /// As clients see it.
  public String text() {
    return Long.toString(id, RADIX) + "-" + Long.toString(token, RADIX);
  }

  /// Empty when the text is none of ours.
  public static Optional<Receipt> parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Receipt(
              Long.parseLong(text.substring(0, dash), RADIX),
              Long.parseLong(text.substring(dash + 1), RADIX)));
    } catch (NumberFormatException foreign) {
      return Optional.empty();
    }
  }
}
