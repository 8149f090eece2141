package dev.orrery.objectstore.core.catalog;

/// A bucket.
///
/// @param name 3 to 63 characters
/// @param owner whose it is
/// @param createdMillis since 1970, in UTC
public record BucketRecord(String name, String owner, long createdMillis) {}
