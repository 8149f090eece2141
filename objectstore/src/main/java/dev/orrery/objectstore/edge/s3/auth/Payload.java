package dev.orrery.objectstore.edge.s3.auth;

import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.checksum.RunningChecksum;
import dev.orrery.objectstore.edge.s3.S3Error;
import dev.orrery.objectstore.edge.s3.S3Exception;
import dev.orrery.runtime.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request's body, without its coding, checked against everything the client said of it. The last
/// read, the one that gives -1, throws when something is not as it was said.
public final class Payload extends InputStream {
  private static final String STREAMING = "STREAMING-";
  private static final String UNSIGNED_STREAM = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
  private static final String SIGNED_STREAM = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String SIGNED_STREAM_TRAILER = SIGNED_STREAM + "-TRAILER";
  private static final int MD5_BYTES = 16;
  private static final int SHA256_DIGITS = 64;

  private final InputStream source;
  private final @Nullable AwsChunkedStream chunked;
  private final long length;
  private final Expected expected;
  private final MessageDigest md5 = ChecksumAlgorithm.digest("MD5");
  private final @Nullable MessageDigest sha256;
  private final @Nullable RunningChecksum running;
  private long received;
  private String md5Hex = "";
  private String checksum = "";
  private boolean ended;

  /// What the client says of the body.
  ///
  /// @param sha256 in hexadecimal; empty when not said
  /// @param md5 in base64; empty when not said
  /// @param algorithm the one checksum to compute, if any
  /// @param checksum in base64; empty when not said, or only in the trailer
  /// @param inTrailer whether the checksum follows the body
  private record Expected(
      String sha256,
      String md5,
      Optional<ChecksumAlgorithm> algorithm,
      String checksum,
      boolean inTrailer) {}

  private Payload(
      InputStream source, @Nullable AwsChunkedStream chunked, long length, Expected expected) {
    this.source = source;
    this.chunked = chunked;
    this.length = length;
    this.expected = expected;
    this.sha256 = expected.sha256.isEmpty() ? null : ChecksumAlgorithm.digest("SHA-256");
    this.running = expected.algorithm.map(ChecksumAlgorithm::start).orElse(null);
  }

  /// The body of a request that was authenticated.
  ///
  /// @param wanted a checksum to compute though the client gives none
  /// @throws S3Exception when what is said of it cannot be
  public static Payload of(
      HttpRequest request, Authenticated authenticated, Optional<ChecksumAlgorithm> wanted)
      throws IOException {
    String hash = authenticated.payloadHash();
    return of(request, authenticated, expected(request, hash, wanted));
  }

  /// The body of a request whose checksum headers speak of something else than the body.
  public static Payload withoutChecksum(HttpRequest request, Authenticated authenticated)
      throws IOException {
    Expected expected =
        new Expected(sha256(authenticated.payloadHash()), "", Optional.empty(), "", false);
    return of(request, authenticated, expected);
  }

  private static Payload of(HttpRequest request, Authenticated authenticated, Expected expected)
      throws IOException {
    String hash = authenticated.payloadHash();
    boolean streaming = hash.startsWith(STREAMING);
    long length = length(request, streaming);
    if (!streaming) {
      return new Payload(request.bodyStream(), null, length, expected);
    }
    boolean signed = hash.equals(SIGNED_STREAM) || hash.equals(SIGNED_STREAM_TRAILER);
    if (!signed && !hash.equals(UNSIGNED_STREAM)) {
      throw S3Error.NOT_IMPLEMENTED.saying("x-amz-content-sha256 " + hash + " is not known here");
    }
    AwsChunkedStream chunked =
        new AwsChunkedStream(
            request.bodyStream(),
            signed ? Optional.of(authenticated.chunks()) : Optional.empty(),
            !hash.equals(SIGNED_STREAM));
    return new Payload(chunked, chunked, length, expected);
  }

  private static long length(HttpRequest request, boolean streaming) {
    Optional<String> declared =
        streaming
            ? request.header("x-amz-decoded-content-length")
            : request.header("content-length");
    if (declared.isEmpty()) {
      throw S3Error.MISSING_CONTENT_LENGTH.asException();
    }
    try {
      long length = Long.parseLong(declared.get());
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw S3Error.INVALID_ARGUMENT.saying("The length of the body is '" + declared.get() + "'");
  }

  private static Expected expected(
      HttpRequest request, String hash, Optional<ChecksumAlgorithm> wanted) {
    String md5 = request.header("content-md5").orElse("");
    if (request.headers().contains("content-md5") && decoded(md5) != MD5_BYTES) {
      throw S3Error.INVALID_DIGEST.asException().with("Content-MD5", md5);
    }
    Optional<ChecksumAlgorithm> announced = inTrailer(request);
    Optional<ChecksumAlgorithm> given = inHeader(request);
    String checksum = "";
    if (given.isPresent()) {
      checksum = request.header(given.get().header()).orElse("");
      if (decoded(checksum) != given.get().bytes()) {
        throw S3Error.INVALID_REQUEST.saying(
            "Value for " + given.get().header() + " header is invalid.");
      }
    }
    Optional<ChecksumAlgorithm> algorithm =
        given
            .or(() -> announced)
            .or(() -> wanted)
            .or(() ->
                request.header("x-amz-sdk-checksum-algorithm").flatMap(ChecksumAlgorithm::named));
    return new Expected(sha256(hash), md5, algorithm, checksum, announced.isPresent());
  }

  private static String sha256(String hash) {
    if (hash.equals(SignatureV4.UNSIGNED_PAYLOAD) || hash.startsWith(STREAMING)) {
      return "";
    }
    if (hash.length() != SHA256_DIGITS) {
      throw S3Error.INVALID_ARGUMENT.saying(
          "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-…, or a valid sha256 value.");
    }
    return hash;
  }

  /// How many bytes a text in base64 stands for; -1 when it is none.
  private static int decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException malformed) {
      return -1;
    }
  }

  private static Optional<ChecksumAlgorithm> inHeader(HttpRequest request) {
    Optional<ChecksumAlgorithm> found = Optional.empty();
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      if (request.headers().contains(algorithm.header())) {
        if (found.isPresent()) {
          throw S3Error.INVALID_REQUEST.saying(
              "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        found = Optional.of(algorithm);
      }
    }
    return found;
  }

  private static Optional<ChecksumAlgorithm> inTrailer(HttpRequest request) {
    Optional<String> trailer = request.header("x-amz-trailer");
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      if (trailer.isPresent() && trailer.get().strip().equalsIgnoreCase(algorithm.header())) {
        return Optional.of(algorithm);
      }
    }
    if (trailer.isPresent()) {
      throw S3Error.INVALID_REQUEST.saying(
          "The value specified in the x-amz-trailer header is not supported");
    }
    return Optional.empty();
  }

  /// How long the body is, as the client says.
  public long length() {
    return length;
  }

  /// The one checksum that is computed.
  public Optional<ChecksumAlgorithm> algorithm() {
    return expected.algorithm;
  }

  /// MD5 of the body in hexadecimal, once the end was reached.
  public String md5() {
    return md5Hex;
  }

  /// The checksum in base64, once the end was reached; empty when there is none.
  public String checksum() {
    return checksum;
  }

  /// The whole body.
  ///
  /// @throws S3Exception `tooLarge` when it is larger than `maximumBytes`
  public byte[] readAll(int maximumBytes, S3Error tooLarge) throws IOException {
    if (length > maximumBytes) {
      throw tooLarge.asException();
    }
    return readAllBytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0 || ended) {
      return ended ? -1 : 0;
    }
    int read = source.read(target, offset, count);
    if (read < 0) {
      ended = true;
      verify();
      return -1;
    }
    received += read;
    if (received > length) {
      throw S3Error.INCOMPLETE_BODY.saying("There are more bytes than the request said");
    }
    md5.update(target, offset, read);
    if (sha256 != null) {
      sha256.update(target, offset, read);
    }
    if (running != null) {
      running.update(target, offset, read);
    }
    return read;
  }

  private void verify() {
    if (received != length) {
      throw S3Error.INCOMPLETE_BODY.saying(
          "The request said " + length + " bytes, there were " + received);
    }
    byte[] digest = md5.digest();
    md5Hex = HexFormat.of().formatHex(digest);
    if (!expected.md5.isEmpty()
        && !expected.md5.equals(Base64.getEncoder().encodeToString(digest))) {
      throw S3Error.BAD_DIGEST.saying(
          "The Content-MD5 you specified did not match what we received.");
    }
    if (sha256 != null) {
      String computed = HexFormat.of().formatHex(sha256.digest());
      if (!computed.equalsIgnoreCase(expected.sha256)) {
        throw S3Error.CONTENT_SHA256_MISMATCH
            .asException()
            .with("ClientComputedContentSHA256", expected.sha256)
            .with("S3ComputedContentSHA256", computed);
      }
    }
    if (running != null) {
      verifyChecksum(running.value());
    }
  }

  private void verifyChecksum(byte[] value) {
    checksum = Base64.getEncoder().encodeToString(value);
    String said = expected.checksum;
    String name = expected.algorithm.map(ChecksumAlgorithm::name).orElse("");
    if (expected.inTrailer && chunked != null) {
      Set<String> names = chunked.trailers().keySet();
      String header = expected.algorithm.map(ChecksumAlgorithm::header).orElse("");
      if (!names.equals(Set.of(header))) {
        throw S3Error.MALFORMED_TRAILER.asException();
      }
      said = chunked.trailers().getOrDefault(header, "");
    }
    if (!said.isEmpty() && !said.equals(checksum)) {
      throw S3Error.BAD_DIGEST.saying(
          "The " + name + " you specified did not match the calculated checksum.");
    }
  }
}
