package dev.orrery.objectstore.edge.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A stretch of an object.
///
/// @param first its first byte
/// @param length at least 1
record RangeHeader(long first, long length) {
  private static final Pattern FORM = Pattern.compile("bytes\\s*=\\s*(\\d{0,18})-(\\d{0,18})");
  private static final Pattern COPIED = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");

  /// Reads a Range header (RFC 9110 §14.2) for an object of `size` bytes. Empty when it is
  /// malformed or has several ranges: the whole object is sent then, as RFC 9110 and S3 have it.
  ///
  /// @throws S3Exception InvalidRange when the object has no such bytes
  static Optional<RangeHeader> parse(String header, long size) {
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long suffix = Math.min(Long.parseLong(matcher.group(2)), size);
      if (suffix == 0) {
        throw unsatisfiable(header, size);
      }
      return Optional.of(new RangeHeader(size - suffix, suffix));
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? size - 1 : Long.parseLong(matcher.group(2));
    if (!matcher.group(2).isEmpty() && last < first) {
      return Optional.empty();
    }
    if (first >= size) {
      throw unsatisfiable(header, size);
    }
    return Optional.of(new RangeHeader(first, Math.min(last, size - 1) - first + 1));
  }

  /// Reads `x-amz-copy-source-range`, which is stricter: both ends, and within the object.
  static RangeHeader parseCopied(String header, long size) {
    Matcher matcher = COPIED.matcher(header);
    if (!matcher.matches() || Long.parseLong(matcher.group(2)) < Long.parseLong(matcher.group(1))) {
      throw S3Error.INVALID_ARGUMENT
          .saying("The x-amz-copy-source-range value must be of the form bytes=first-last")
          .with("ArgumentName", "x-amz-copy-source-range")
          .with("ArgumentValue", header);
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    if (last >= size) {
      throw unsatisfiable(header, size);
    }
    return new RangeHeader(first, last - first + 1);
  }

  private static S3Exception unsatisfiable(String header, long size) {
    return S3Error.INVALID_RANGE
        .asException()
        .with("RangeRequested", header)
        .with("ActualObjectSize", String.valueOf(size));
  }

  /// As a Content-Range header.
  String contentRange(long size) {
    return "bytes " + first + "-" + (first + length - 1) + "/" + size;
  }
}
