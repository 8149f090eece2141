package dev.orrery.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/// Writes the head of an HTTP/1.1 response.
final class Http1Encoder {

  /// How the end of a response body is told.
  enum Framing {
    LENGTH,
    CHUNKED,
    /// HTTP/1.0 without a length: the body ends with the connection.
    CLOSE,
    /// 1xx, 204, 304: there is no body and nothing to tell.
    NONE
  }

  private static final int FIRST = 100;
  private static final byte[][] STATUS_LINES = new byte[500][];
  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  static {
    for (int status = FIRST; status < FIRST + STATUS_LINES.length; status++) {
      STATUS_LINES[status - FIRST] =
          ("HTTP/1.1 " + status + " " + HttpStatus.reason(status) + "\r\n")
              .getBytes(StandardCharsets.US_ASCII);
    }
  }

  private Http1Encoder() {}

  static void head(
      ByteBuf out, HttpResponse response, Framing framing, long length, String connection) {
    out.writeBytes(STATUS_LINES[response.status() - FIRST]);
    HttpHeaders headers = response.headers();
    for (int i = 0; i < headers.size(); i++) {
      if (!isFraming(headers.nameAt(i))) {
        field(out, headers.nameAt(i), headers.valueAt(i));
      }
    }
    field(out, "Date", HttpDate.now());
    switch (framing) {
      case LENGTH -> field(out, "Content-Length", Long.toString(length));
      case CHUNKED -> field(out, "Transfer-Encoding", "chunked");
      case CLOSE, NONE -> {}
    }
    if (!connection.isEmpty()) {
      field(out, "Connection", connection);
    }
    out.writeBytes(CRLF);
  }

  /// Whether a field is the kit's own to write.
  static boolean isFraming(String name) {
    return switch (name.length()) {
      case 4 -> name.equalsIgnoreCase("date");
      case 10 -> name.equalsIgnoreCase("connection") || name.equalsIgnoreCase("keep-alive");
      case 14 -> name.equalsIgnoreCase("content-length");
      case 17 -> name.equalsIgnoreCase("transfer-encoding");
      default -> false;
    };
  }

  private static void field(ByteBuf out, String name, String value) {
    ByteBufUtil.writeAscii(out, name);
    out.writeByte(':').writeByte(' ');
    out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
    out.writeBytes(CRLF);
  }

  /// Puts the framing of a chunk into the free room around a piece.
  static ByteBuf chunk(ByteBuf piece) {
    int size = piece.readableBytes();
    int start = piece.readerIndex() - StreamedBody.HEADROOM;
    piece.readerIndex(start);
    for (int digit = 0; digit < 4; digit++) {
      piece.setByte(start + digit, HEX[size >> (12 - 4 * digit) & 0xf]);
    }
    piece.setByte(start + 4, '\r').setByte(start + 5, '\n');
    return piece.writeBytes(CRLF);
  }
}
