package dev.orrery.runtime.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The stream a [BodyWriter] writes to: gathers bytes to pieces and sends each when it is full or
/// flushed.
///
/// A piece leaves room before and behind for the framing of a chunk, so that piece and framing are
/// one buffer.
final class StreamedBody extends OutputStream {

  /// Free bytes before a piece: four hexadecimal digits, CR LF.
  static final int HEADROOM = 6;

  /// Free bytes behind a piece: CR LF.
  static final int TAILROOM = 2;

  private static final int PIECE_BYTES = 16 * 1024;
  private static final int FIRST_PIECE_BYTES = 1024;

  private final ResponseChannel channel;
  private final long declaredLength;
  private @Nullable ByteBuf piece;
  private long written;

  StreamedBody(ResponseChannel channel, long declaredLength) {
    this.channel = channel;
    this.declaredLength = declaredLength;
  }

  @Override
  public void write(int b) throws IOException {
    count(1);
    room().writeByte(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    count(length);
    int done = 0;
    while (done < length) {
      ByteBuf target = room();
      int step = Math.min(length - done, PIECE_BYTES - target.readableBytes());
      target.writeBytes(bytes, offset + done, step);
      done += step;
    }
  }

  private void count(int more) throws IOException {
    written += more;
    if (declaredLength >= 0 && written > declaredLength) {
      throw new IOException("the body was to have " + declaredLength + " bytes, and is longer");
    }
  }

  private ByteBuf room() throws IOException {
    ByteBuf current = piece;
    if (current != null && current.readableBytes() == PIECE_BYTES) {
      sendPiece();
      current = null;
    }
    if (current == null) {
      current =
          channel
              .allocator()
              .buffer(HEADROOM + FIRST_PIECE_BYTES + TAILROOM, HEADROOM + PIECE_BYTES + TAILROOM)
              .setIndex(HEADROOM, HEADROOM);
      piece = current;
    }
    return current;
  }

  private void sendPiece() throws IOException {
    ByteBuf full = piece;
    piece = null;
    if (full != null) {
      channel.sendData(full);
    }
  }

  @Override
  public void flush() throws IOException {
    if (piece == null) {
      channel.flush();
    } else {
      sendPiece();
    }
  }

  /// Sends what is left and ends the body.
  ///
  /// @throws IOException when the client has gone, or the body is shorter than was told
  void finish() throws IOException {
    if (declaredLength >= 0 && written < declaredLength) {
      throw new IOException(
          "the body was to have " + declaredLength + " bytes, and has " + written);
    }
    sendPiece();
    channel.finish();
  }

  /// Drops what was not sent.
  void release() {
    if (piece != null) {
      piece.release();
      piece = null;
    }
  }
}
