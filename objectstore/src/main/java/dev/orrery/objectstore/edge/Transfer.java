package dev.orrery.objectstore.edge;

import dev.orrery.objectstore.core.objects.BlobWriter;
import dev.orrery.objectstore.core.objects.OpenObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Bytes between a connection and the core, a buffer at a time: the connection's side on the
/// calling virtual thread, the disk's on a file thread.
public final class Transfer {
  /// What one transfer holds in memory.
  private static final int BUFFER_BYTES = 128 << 10;

  private final FileThreads threads;

  public Transfer(FileThreads threads) {
    this.threads = threads;
  }

  /// Writes everything that comes. The caller abandons the blob when this throws.
  ///
  /// @return how many bytes came
  public long receive(InputStream from, BlobWriter to) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long total = 0;
    int count = from.readNBytes(buffer, 0, buffer.length);
    while (count > 0) {
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
      append(to, bytes);
      total += count;
      count = from.readNBytes(buffer, 0, buffer.length);
    }
    return total;
  }

  /// Writes one piece.
  public void append(BlobWriter to, ByteBuffer bytes) {
    threads.call(() -> {
      to.append(bytes);
      return bytes;
    });
  }

  /// Frees what was written, unless it was handed over. What cannot be freed now is swept at the
  /// next start.
  public void abandon(BlobWriter bytes) {
    if (bytes.isHandedOver()) {
      return;
    }
    try {
      threads.call(() -> {
        bytes.abandon();
        return bytes;
      });
    } catch (StorageException later) {
      // The sweep finds it; the failure that led here matters more.
    }
  }

  /// Sends a stretch of an object.
  public void send(OpenObject from, long offset, long length, OutputStream to) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, Math.max(1, length)));
    long at = offset;
    long left = length;
    while (left > 0) {
      long position = at;
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      threads.call(() -> {
        from.read(position, buffer);
        return buffer;
      });
      if (buffer.position() == 0) {
        throw new IOException("the object ends at byte " + at);
      }
      to.write(buffer.array(), 0, buffer.position());
      at += buffer.position();
      left -= buffer.position();
    }
  }

  /// Copies a stretch of an object.
  public void copy(OpenObject from, long offset, long length, OutputStream digest, BlobWriter to)
      throws IOException {
    send(
        from,
        offset,
        length,
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int start, int count) throws IOException {
            digest.write(bytes, start, count);
            append(to, ByteBuffer.wrap(bytes, start, count));
          }
        });
  }
}
