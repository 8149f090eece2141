package dev.orrery.objectstore.edge.s3;

import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.checksum.RunningChecksum;
import dev.orrery.objectstore.core.checksum.StoredChecksum;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// Digests of bytes that are copied inside the store.
final class CopiedBytes extends OutputStream {
  private final Optional<ChecksumAlgorithm> algorithm;
  private final Optional<RunningChecksum> running;
  private final MessageDigest md5 = ChecksumAlgorithm.digest("MD5");

  CopiedBytes(Optional<ChecksumAlgorithm> algorithm) {
    this.algorithm = algorithm;
    this.running = algorithm.map(ChecksumAlgorithm::start);
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    md5.update(bytes, offset, length);
    running.ifPresent(checksum -> checksum.update(bytes, offset, length));
  }

  /// In hexadecimal. Ends the computation.
  String md5() {
    return HexFormat.of().formatHex(md5.digest());
  }

  /// In base64; empty when there is none. Ends the computation.
  String checksum() {
    return running.map(sum -> Base64.getEncoder().encodeToString(sum.value())).orElse("");
  }

  /// Of a whole object. Ends the computation.
  Optional<StoredChecksum> stored() {
    return algorithm.map(
        name -> new StoredChecksum(name, StoredChecksum.Type.FULL_OBJECT, checksum()));
  }
}
