package dev.orrery.runtime.http;

import java.util.Optional;

/// A single byte range of a representation (RFC 9110 §14.1.2).
///
/// @param first the first byte
/// @param last the last byte, inclusive; before `first` when nothing of the range exists
record ByteRange(long first, long last) {

  private static final int MAXIMUM_DIGITS = 18;

  /// Reads a Range header; empty when it is malformed, of another unit, or has several ranges: a
  /// server may then send everything, which every client can take.
  static Optional<ByteRange> parse(String header, long length) {
    if (!header.startsWith("bytes=")) {
      return Optional.empty();
    }
    String spec = header.substring("bytes=".length()).strip();
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    String from = spec.substring(0, dash);
    String to = spec.substring(dash + 1);
    if (!isNumber(from) || !isNumber(to) || (from.isEmpty() && to.isEmpty())) {
      return Optional.empty();
    }
    if (from.isEmpty()) {
      long suffix = Math.min(Long.parseLong(to), length);
      return Optional.of(
          suffix == 0 ? new ByteRange(0, -1) : new ByteRange(length - suffix, length - 1));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? length - 1 : Math.min(Long.parseLong(to), length - 1);
    if (!to.isEmpty() && Long.parseLong(to) < first) {
      return Optional.empty();
    }
    return Optional.of(first >= length ? new ByteRange(0, -1) : new ByteRange(first, last));
  }

  private static boolean isNumber(String text) {
    return text.length() <= MAXIMUM_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  boolean isSatisfiable() {
    return last >= first;
  }

  long length() {
    return last - first + 1;
  }
}
