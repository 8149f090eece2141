package dev.orrery.dns.core.registry;

import java.util.Optional;

/// Names a lease: the instance and the token of its registration. Since no token is used twice, an
/// old lease can never be taken for a new one, and nothing need be remembered of leases that are
/// over.
public record LeaseId(String instance, long token) {
  /// The opaque text that travels: `cache-1@42`.
  public String text() {
    return instance + "@" + Long.toUnsignedString(token);
  }

  /// Empty when `text` was never given out by a registry.
  public static Optional<LeaseId> parse(String text) {
    int at = text.indexOf('@');
    if (at < 1 || !text.substring(at + 1).matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(new LeaseId(text.substring(0, at), Long.parseLong(text.substring(at + 1))));
  }
}
