package dev.orrery.objectstore.edge.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Dates as HTTP headers write them (RFC 9110 §5.6.7), and as S3's documents do.
final class Dates {
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private Dates() {}

  static String http(long millis) {
    return HTTP.format(Instant.ofEpochMilli(millis));
  }

  static String iso(long millis) {
    return ISO.format(Instant.ofEpochMilli(millis));
  }

  /// Seconds since 1970 of a date in a header; a malformed one counts as none.
  static Optional<Long> seconds(String text) {
    try {
      return Optional.of(Instant.from(HTTP.parse(text)).getEpochSecond());
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
