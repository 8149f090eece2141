package dev.orrery.objectstore.edge.s3.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orrery.objectstore.edge.s3.S3Error;
import java.security.MessageDigest;
import java.util.HexFormat;

/// The signatures inside a streamed body. Each is computed over the one before, the first over that
/// of the request: no chunk can be left out, changed or moved. Used by one thread.
public final class ChunkSigning {
  private final byte[] signingKey;
  private final String time;
  private final String scope;
  private String previous;

  /// @param signature of the request
  ChunkSigning(byte[] signingKey, String time, String scope, String signature) {
    this.signingKey = signingKey;
    this.time = time;
    this.scope = scope;
    this.previous = signature;
  }

  /// @throws dev.orrery.objectstore.edge.s3.S3Exception when it is not the chunk's signature
  void verifyChunk(byte[] sha256, String signature) {
    verify(
        SignatureV4.ALGORITHM
            + "-PAYLOAD\n"
            + bound()
            + SignatureV4.EMPTY_SHA256
            + "\n"
            + HexFormat.of().formatHex(sha256),
        signature);
  }

  /// @param trailers lines `name:value`, each with a line feed
  void verifyTrailers(String trailers, String signature) {
    verify(
        SignatureV4.ALGORITHM + "-TRAILER\n" + bound() + SignatureV4.sha256(trailers), signature);
  }

  private String bound() {
    return time + "\n" + scope + "\n" + previous + "\n";
  }

  private void verify(String stringToSign, String signature) {
    String computed = SignatureV4.sign(signingKey, stringToSign);
    if (!MessageDigest.isEqual(computed.getBytes(UTF_8), signature.getBytes(UTF_8))) {
      throw S3Error.SIGNATURE_DOES_NOT_MATCH.saying("The signature of a chunk does not match");
    }
    previous = computed;
  }
}
