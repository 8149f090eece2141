package dev.orrery.database.core.commitlog;

import dev.orrery.database.core.Bytes;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A commit as it stands in the log: its version and what it writes.
///
/// ```
///   8  version     4  number of writes
///   each: 1 table length  table  4 key length  key  4 value length, -1 for a deletion  value
/// ```
///
/// @param writes in the order of the request
public record CommitRecord(long version, List<Write> writes) {
  private static final int DELETED = -1;

  /// One row written.
  ///
  /// @param value empty deletes the row
  public record Write(String table, Bytes key, Optional<Bytes> value) {
    int bytes() {
      return 1
          + table.length()
          + 2 * Integer.BYTES
          + key.length()
          + value.map(Bytes::length).orElse(0);
    }
  }

  public CommitRecord {
    writes = List.copyOf(writes);
  }

  ByteBuffer encode() {
    int bytes = Long.BYTES + Integer.BYTES;
    for (Write write : writes) {
      bytes += write.bytes();
    }
    ByteBuffer buffer = ByteBuffer.allocate(bytes).putLong(version).putInt(writes.size());
    for (Write write : writes) {
      byte[] table = write.table().getBytes(StandardCharsets.US_ASCII);
      buffer.put((byte) table.length).put(table);
      buffer.putInt(write.key().length()).put(write.key().array());
      if (write.value().isPresent()) {
        byte[] value = write.value().get().array();
        buffer.putInt(value.length).put(value);
      } else {
        buffer.putInt(DELETED);
      }
    }
    return buffer.flip();
  }

  static CommitRecord decode(ByteBuffer buffer) throws IOException {
    try {
      long version = buffer.getLong();
      int count = buffer.getInt();
      List<Write> writes = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String table = new String(take(buffer, buffer.get()), StandardCharsets.US_ASCII);
        Bytes key = Bytes.wrap(take(buffer, buffer.getInt()));
        int length = buffer.getInt();
        writes.add(
            new Write(
                table,
                key,
                length == DELETED
                    ? Optional.empty()
                    : Optional.of(Bytes.wrap(take(buffer, length)))));
      }
      return new CommitRecord(version, writes);
    } catch (BufferUnderflowException | NegativeArraySizeException malformed) {
      throw new IOException("a record whose checksum holds is no commit", malformed);
    }
  }

  private static byte[] take(ByteBuffer buffer, int length) {
    if (length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }
}
