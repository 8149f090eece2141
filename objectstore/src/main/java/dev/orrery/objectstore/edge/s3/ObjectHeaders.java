package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.runtime.http.HttpRequest;
import dev.orrery.runtime.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The headers that are kept with an object and given back with it.
final class ObjectHeaders {
  static final String METADATA_PREFIX = "x-amz-meta-";
  static final String CONTENT_TYPE = "content-type";
  static final String DEFAULT_CONTENT_TYPE = "binary/octet-stream";

  private static final String CHUNKING = "aws-chunked";
  private static final int MAXIMUM_METADATA_BYTES = 2_048;
  private static final Set<String> KEPT =
      Set.of(
          CONTENT_TYPE,
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  /// What a client may ask for and would not get: saying so is better than pretending.
  private static final List<String> NOT_SERVED =
      List.of(
          "x-amz-server-side-encryption",
          "x-amz-tagging",
          "x-amz-object-lock-mode",
          "x-amz-object-lock-legal-hold",
          "x-amz-website-redirect-location",
          "x-amz-grant-read",
          "x-amz-grant-write",
          "x-amz-grant-full-control");

  private ObjectHeaders() {}

  /// What a request says of the object it makes.
  static Map<String, String> of(HttpRequest request) {
    Map<String, String> kept = new HashMap<>();
    request
        .headers()
        .forEach((name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (KEPT.contains(lower) || lower.startsWith(METADATA_PREFIX)) {
            kept.merge(lower, value, (first, second) -> first + "," + second);
          }
        });
    int metadata =
        kept.entrySet().stream()
            .filter(header -> header.getKey().startsWith(METADATA_PREFIX))
            .mapToInt(header ->
                header.getKey().length() - METADATA_PREFIX.length() + header.getValue().length())
            .sum();
    if (metadata > MAXIMUM_METADATA_BYTES) {
      throw S3Error.METADATA_TOO_LARGE
          .asException()
          .with("Size", String.valueOf(metadata))
          .with("MaxSizeAllowed", String.valueOf(MAXIMUM_METADATA_BYTES));
    }
    kept.computeIfPresent("content-encoding", (name, value) -> withoutChunking(value));
    kept.entrySet()
        .removeIf(header -> KEPT.contains(header.getKey()) && header.getValue().isEmpty());
    return kept;
  }

  /// The coding of the transfer is none of the object.
  private static @Nullable String withoutChunking(String codings) {
    if (!codings.contains(CHUNKING)) {
      return codings;
    }
    String left =
        Arrays.stream(codings.split(",", -1))
            .map(String::strip)
            .filter(coding -> !coding.equals(CHUNKING) && !coding.isEmpty())
            .collect(Collectors.joining(", "));
    return left.isEmpty() ? null : left;
  }

  /// Refuses what is not served.
  static void requireServed(HttpRequest request) {
    for (String header : NOT_SERVED) {
      if (request.headers().contains(header)) {
        throw S3Error.NOT_IMPLEMENTED.saying(
            "A header you provided implies functionality that is not implemented: " + header);
      }
    }
    if (!request.header("x-amz-storage-class").orElse("STANDARD").equals("STANDARD")) {
      throw S3Error.INVALID_STORAGE_CLASS.asException();
    }
    requireOwnersAccess(request);
  }

  /// Refuses any access list but the one there is.
  static void requireOwnersAccess(HttpRequest request) {
    String acl = request.header("x-amz-acl").orElse("private");
    if (!acl.equals("private") && !acl.equals("bucket-owner-full-control")) {
      throw S3Error.ACCESS_CONTROL_LIST_NOT_SUPPORTED.asException();
    }
  }

  /// Writes what is known of an object into an answer, but for the content type.
  static void write(ObjectRecord object, S3Request request, HttpResponse response) {
    response.header("ETag", '"' + object.etag() + '"');
    response.header("Last-Modified", Dates.http(object.modifiedMillis()));
    response.header("Accept-Ranges", "bytes");
    object
        .headers()
        .forEach((name, value) -> {
          if (!name.equals(CONTENT_TYPE)) {
            response.headers().set(name, value);
          }
        });
    for (String name : KEPT) {
      if (!name.equals(CONTENT_TYPE)) {
        request
            .parameter("response-" + name)
            .ifPresent(value -> response.headers().set(name, value));
      }
    }
  }

  static String contentType(ObjectRecord object, S3Request request) {
    return request
        .parameter("response-content-type")
        .orElse(object.headers().getOrDefault(CONTENT_TYPE, DEFAULT_CONTENT_TYPE));
  }

  /// Writes the checksum, when the client wants it and the whole object is sent.
  static void writeChecksum(ObjectRecord object, S3Request request, HttpResponse response) {
    if (request.header("x-amz-checksum-mode").orElse("").equalsIgnoreCase("ENABLED")) {
      object
          .checksum()
          .ifPresent(checksum ->
              response
                  .header(checksum.algorithm().header(), checksum.value())
                  .header("x-amz-checksum-type", checksum.type().name()));
    }
  }

  /// Writes the checksum of the one part that is sent, when the client wants it.
  static void writePartChecksum(ObjectRecord object, S3Request request, HttpResponse response) {
    if (!request.header("x-amz-checksum-mode").orElse("").equalsIgnoreCase("ENABLED")) {
      return;
    }
    int number = request.number("partNumber", 1, Integer.MAX_VALUE);
    for (ObjectRecord.Part part : object.parts()) {
      if (part.number() == number && object.checksum().isPresent()) {
        response
            .header(object.checksum().get().algorithm().header(), part.checksum())
            .header("x-amz-checksum-type", object.checksum().get().type().name());
      }
    }
  }
}
