package dev.orrery.objectstore.edge.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/// A refusal in S3's form.
public final class S3Exception extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final S3Error error;
  private final LinkedHashMap<String, String> details = new LinkedHashMap<>();

  S3Exception(S3Error error, String message) {
    super(message, null, false, false);
    this.error = error;
  }

  public S3Error error() {
    return error;
  }

  /// Adds an element to the error's document. Returns this.
  public S3Exception with(String element, String value) {
    details.put(element, value);
    return this;
  }

  Map<String, String> details() {
    return details;
  }
}
