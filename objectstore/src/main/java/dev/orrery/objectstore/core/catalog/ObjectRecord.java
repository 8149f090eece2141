package dev.orrery.objectstore.core.catalog;

import dev.orrery.objectstore.core.checksum.StoredChecksum;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An object, without its key.
///
/// @param etag MD5 in hexadecimal; of several parts the MD5 of their MD5s, `-` and how many
/// @param modifiedMillis since 1970, in UTC
/// @param headers what came with it and is given back, by name in lower case: content type, user
///   metadata, …
/// @param parts of an object that was uploaded in parts, in order; else empty
/// @param upload the upload it was completed from; empty when it was put whole
public record ObjectRecord(
    Blob blob,
    String etag,
    long modifiedMillis,
    Map<String, String> headers,
    Optional<StoredChecksum> checksum,
    List<Part> parts,
    String upload) {

  /// @param checksum in base64; empty when there is none
  public record Part(int number, long size, String checksum) {}

  public ObjectRecord {
    headers = Map.copyOf(headers);
    parts = List.copyOf(parts);
  }

  public long size() {
    return blob.size();
  }
}
