package dev.orrery.runtime.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Dates as HTTP writes them (RFC 9110 §5.6.7), and the current one, formatted once a second.
final class HttpDate {

  private record Cached(long second, String text) {}

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  // Threads that race write the same text; the last one stays.
  private static volatile Cached current = new Cached(0, format(Instant.EPOCH));

  private HttpDate() {}

  static String now() {
    long second = System.currentTimeMillis() / 1000;
    Cached cached = current;
    if (cached.second != second) {
      cached = new Cached(second, format(Instant.ofEpochSecond(second)));
      current = cached;
    }
    return cached.text;
  }

  static String format(Instant instant) {
    return FORMAT.format(instant);
  }

  /// The instant of a date in the preferred form; empty for anything else, which a server may then
  /// ignore.
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(Instant.from(FORMAT.parse(text)));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
