package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.objects.Precondition;
import dev.orrery.runtime.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `If-Match`, `If-None-Match`, `If-Modified-Since` and `If-Unmodified-Since`, and their like
/// for the source of a copy.
final class ConditionHeaders {
  private ConditionHeaders() {}

  static Precondition of(HttpRequest request) {
    return read(request, "");
  }

  /// Of the object that is copied from.
  static Precondition ofCopySource(HttpRequest request) {
    return read(request, "x-amz-copy-source-");
  }

  private static Precondition read(HttpRequest request, String before) {
    return new Precondition(
        tags(request.header(before + "if-match")),
        tags(request.header(before + "if-none-match")),
        request.header(before + "if-modified-since").flatMap(Dates::seconds),
        request.header(before + "if-unmodified-since").flatMap(Dates::seconds));
  }

  private static List<String> tags(Optional<String> header) {
    List<String> tags = new ArrayList<>();
    for (String tag : header.orElse("").split(",", -1)) {
      String bare = tag.strip();
      if (bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")) {
        bare = bare.substring(1, bare.length() - 1);
      }
      if (!bare.isEmpty()) {
        tags.add(bare);
      }
    }
    return tags;
  }
}
