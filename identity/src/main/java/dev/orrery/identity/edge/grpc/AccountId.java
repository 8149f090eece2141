package dev.orrery.identity.edge.grpc;

import java.util.Optional;
import java.util.regex.Pattern;

/// An account's id as the contract writes it.
final class AccountId {
  private static final Pattern DECIMAL = Pattern.compile("[1-9]\\d{0,18}");

  private AccountId() {}

  /// Empty when `text` is no positive decimal number of 63 bits: then there is no such account.
  static Optional<Long> parse(String text) {
    try {
      return DECIMAL.matcher(text).matches() ? Optional.of(Long.parseLong(text)) : Optional.empty();
    } catch (NumberFormatException tooLarge) {
      return Optional.empty();
    }
  }
}
