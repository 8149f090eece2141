package dev.orrery.objectstore.core.objects;

import dev.orrery.objectstore.core.checksum.StoredChecksum;
import java.util.Map;
import java.util.Optional;

/// What an object is to be, beside its bytes.
///
/// @param etag MD5 of the bytes in hexadecimal
/// @param headers to be given back with it, by name in lower case
public record NewObject(
    String etag, Map<String, String> headers, Optional<StoredChecksum> checksum) {}
