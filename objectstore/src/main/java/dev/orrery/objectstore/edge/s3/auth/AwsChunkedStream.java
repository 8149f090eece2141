package dev.orrery.objectstore.edge.s3.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.edge.s3.S3Error;
import dev.orrery.objectstore.edge.s3.S3Exception;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Takes the coding `aws-chunked` off a body, and checks the signatures in it.
///
/// ```
///   400;chunk-signature=ad80…    length in hexadecimal; the signature only when signed
///   …1,024 bytes…
///   0;chunk-signature=b684…
///   x-amz-checksum-crc32:AAAAAA==           trailers, when announced
///   x-amz-trailer-signature:63bd…           when signed
///
/// ```
///
/// A chunk's bytes are handed on before its signature is known to be right: whoever reads must not
/// act upon them before the end was reached without an error.
final class AwsChunkedStream extends InputStream {
  private static final int LINE_BYTES = 4 << 10;
  private static final int MAXIMUM_TRAILERS = 16;
  private static final int HEXADECIMAL = 16;
  private static final int LENGTH_DIGITS = 12;
  private static final String SIGNATURE = "chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature";

  private final InputStream source;
  private final Optional<ChunkSigning> signing;
  private final boolean trailing;
  private final Map<String, String> trailers = new LinkedHashMap<>();
  private final MessageDigest digest = ChecksumAlgorithm.digest("SHA-256");
  private long left;
  private String signature = "";
  private boolean ended;

  /// @param trailing whether trailers follow
  AwsChunkedStream(InputStream source, Optional<ChunkSigning> signing, boolean trailing)
      throws IOException {
    this.source = new BufferedInputStream(source);
    this.signing = signing;
    this.trailing = trailing;
  }

  /// The trailers by name in lower case, once the end was reached.
  Map<String, String> trailers() {
    return trailers;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      beginChunk();
    }
    if (ended) {
      return -1;
    }
    int count = source.read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw incomplete();
    }
    left -= count;
    if (signing.isPresent()) {
      digest.update(target, offset, count);
    }
    if (left == 0) {
      endChunk();
    }
    return count;
  }

  private void beginChunk() throws IOException {
    String line = line();
    int semicolon = line.indexOf(';');
    String digits = semicolon < 0 ? line : line.substring(0, semicolon);
    String extension = semicolon < 0 ? "" : line.substring(semicolon + 1);
    if (signing.isPresent()) {
      if (!extension.startsWith(SIGNATURE)) {
        throw malformed("a chunk has no signature");
      }
      signature = extension.substring(SIGNATURE.length());
    }
    left = length(digits);
    if (left == 0) {
      verify();
      if (trailing) {
        readTrailers();
      } else {
        // The line that ends the body; some clients leave it out.
        line();
      }
      ended = true;
    }
  }

  private static long length(String digits) {
    if (digits.isEmpty() || digits.length() > LENGTH_DIGITS) {
      throw malformed("the length of a chunk is '" + digits + "'");
    }
    try {
      return Long.parseUnsignedLong(digits, HEXADECIMAL);
    } catch (NumberFormatException notANumber) {
      throw malformed("the length of a chunk is '" + digits + "'");
    }
  }

  private void endChunk() throws IOException {
    if (!line().isEmpty()) {
      throw malformed("a chunk is longer than it says");
    }
    verify();
  }

  private void verify() {
    if (signing.isPresent()) {
      signing.get().verifyChunk(digest.digest(), signature);
    }
  }

  private void readTrailers() throws IOException {
    StringBuilder signed = new StringBuilder();
    String trailerSignature = "";
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0 || trailers.size() == MAXIMUM_TRAILERS) {
        throw S3Error.MALFORMED_TRAILER.asException();
      }
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      if (name.equals(TRAILER_SIGNATURE)) {
        trailerSignature = value;
      } else {
        trailers.put(name, value);
        signed.append(name).append(':').append(value).append('\n');
      }
    }
    if (signing.isPresent()) {
      signing.get().verifyTrailers(signed.toString(), trailerSignature);
    }
  }

  /// The next line without its end; empty at the end of the body.
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = source.read();
    while (b >= 0 && b != '\n') {
      if (line.size() == LINE_BYTES) {
        throw malformed("a line of the coding is longer than " + LINE_BYTES + " bytes");
      }
      line.write(b);
      b = source.read();
    }
    String text = line.toString(ISO_8859_1);
    if (b < 0 && !text.isEmpty()) {
      throw incomplete();
    }
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private static S3Exception malformed(String what) {
    return S3Error.INVALID_REQUEST.saying("The aws-chunked body is malformed: " + what);
  }

  private static S3Exception incomplete() {
    return S3Error.INCOMPLETE_BODY.saying("The aws-chunked body ends too early");
  }
}
