package dev.orrery.objectstore.core.catalog;

import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.checksum.StoredChecksum;
import java.util.Map;
import java.util.Optional;

/// An upload in parts that was begun.
///
/// @param initiatedMillis since 1970, in UTC
/// @param headers as of the object it will be
/// @param checksum the algorithm of parts and object, if one was asked for
/// @param type what the object's checksum will be computed from
public record UploadRecord(
    long initiatedMillis,
    Map<String, String> headers,
    Optional<ChecksumAlgorithm> checksum,
    StoredChecksum.Type type) {
  public UploadRecord {
    headers = Map.copyOf(headers);
  }
}
