package dev.orrery.objectstore.core.checksum;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// The checksums S3 knows, by their names there.
public enum ChecksumAlgorithm {
  CRC32(4),
  CRC32C(4),
  CRC64NVME(8),
  SHA1(20),
  SHA256(32);

  /// The prefix of the header that carries one, before the algorithm's name in lower case.
  public static final String HEADER_PREFIX = "x-amz-checksum-";

  private final int bytes;

  ChecksumAlgorithm(int bytes) {
    this.bytes = bytes;
  }

  /// The algorithm of that name, in any case.
  public static Optional<ChecksumAlgorithm> named(String name) {
    for (ChecksumAlgorithm algorithm : values()) {
      if (algorithm.name().equalsIgnoreCase(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /// E.g. `x-amz-checksum-crc32`.
  public String header() {
    return HEADER_PREFIX + name().toLowerCase(Locale.ROOT);
  }

  /// How long a value is.
  public int bytes() {
    return bytes;
  }

  /// Whether it is a CRC, of which those of the parts give that of the whole.
  public boolean isLinear() {
    return this == CRC32 || this == CRC32C || this == CRC64NVME;
  }

  /// Starts a computation.
  public RunningChecksum start() {
    return switch (this) {
      case CRC32 -> new Crc(new CRC32(), bytes);
      case CRC32C -> new Crc(new CRC32C(), bytes);
      case CRC64NVME -> new Crc(new Crc64Nvme(), bytes);
      case SHA1 -> new Digest(digest("SHA-1"));
      case SHA256 -> new Digest(digest("SHA-256"));
    };
  }

  /// A message digest that every Java has.
  public static MessageDigest digest(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private record Crc(Checksum checksum, int bytes) implements RunningChecksum {
    @Override
    public void update(byte[] data, int offset, int length) {
      checksum.update(data, offset, length);
    }

    @Override
    public byte[] value() {
      byte[] wide = ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
      return java.util.Arrays.copyOfRange(wide, Long.BYTES - bytes, Long.BYTES);
    }
  }

  private record Digest(MessageDigest digest) implements RunningChecksum {
    @Override
    public void update(byte[] data, int offset, int length) {
      digest.update(data, offset, length);
    }

    @Override
    public byte[] value() {
      return digest.digest();
    }
  }
}
