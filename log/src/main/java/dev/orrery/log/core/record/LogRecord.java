package dev.orrery.log.core.record;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// One record.
///
/// @param offset its place in the partition; ignored when a batch is encoded
/// @param timestampMillis milliseconds since 1970
/// @param key decides the partition and, in a keyed log, whose value this is
/// @param value empty is a tombstone, which is not the same as a value of no bytes
public record LogRecord(
    long offset,
    long timestampMillis,
    Optional<ByteBuffer> key,
    Optional<ByteBuffer> value,
    List<Header> headers) {
  public LogRecord {
    headers = List.copyOf(headers);
  }

  /// A record without headers, not yet placed.
  public static LogRecord of(long timestampMillis, byte[] key, byte[] value) {
    return new LogRecord(
        0,
        timestampMillis,
        key.length == 0 ? Optional.empty() : Optional.of(ByteBuffer.wrap(key)),
        Optional.of(ByteBuffer.wrap(value)),
        List.of());
  }

  /// What a record is counted with beside its content: length, deltas and field tags.
  public static final int OVERHEAD_BYTES = 32;

  /// Content and overhead; what byte limits count.
  public int sizeInBytes() {
    int size = OVERHEAD_BYTES + payloadBytes();
    for (Header header : headers) {
      size += header.key().length() + header.value().remaining();
    }
    return size;
  }

  /// Bytes of key and value together.
  public int payloadBytes() {
    return key.map(ByteBuffer::remaining).orElse(0) + value.map(ByteBuffer::remaining).orElse(0);
  }
}
