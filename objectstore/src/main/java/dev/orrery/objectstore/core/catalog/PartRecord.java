package dev.orrery.objectstore.core.catalog;

/// A part of an upload, without its number.
///
/// @param etag MD5 in hexadecimal
/// @param modifiedMillis since 1970, in UTC
/// @param checksum of the upload's algorithm, in base64; empty when there is none
public record PartRecord(Blob blob, String etag, long modifiedMillis, String checksum) {}
