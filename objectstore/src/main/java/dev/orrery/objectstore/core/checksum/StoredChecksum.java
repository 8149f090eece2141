package dev.orrery.objectstore.core.checksum;

/// A checksum as it is kept with an object and given back.
///
/// @param value in base64; of a composite one with `-` and the number of parts behind it
public record StoredChecksum(ChecksumAlgorithm algorithm, Type type, String value) {
  /// What the value is computed from.
  public enum Type {
    /// The checksums of the parts.
    COMPOSITE,
    /// The bytes of the object.
    FULL_OBJECT
  }
}
