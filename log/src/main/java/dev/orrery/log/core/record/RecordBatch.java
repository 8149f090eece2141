package dev.orrery.log.core.record;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A record batch over its bytes; see the package for the layout. Only [#assign(long, int)] changes
/// it, before it is shared; afterwards it is immutable.
public final class RecordBatch {
  /// The fixed part in front of the records.
  public static final int HEADER_BYTES = 61;

  /// Base offset and batch length, which the batch length does not count.
  public static final int LENGTH_OVERHEAD = 12;

  static final int LENGTH_AT = 8;
  static final int LEADER_EPOCH_AT = 12;
  static final int MAGIC_AT = 16;
  static final int CRC_AT = 17;
  static final int ATTRIBUTES_AT = 21;
  static final int LAST_OFFSET_DELTA_AT = 23;
  static final int BASE_TIMESTAMP_AT = 27;
  static final int MAX_TIMESTAMP_AT = 35;
  static final int PRODUCER_ID_AT = 43;
  static final int PRODUCER_EPOCH_AT = 51;
  static final int BASE_SEQUENCE_AT = 53;
  static final int COUNT_AT = 57;

  private static final byte MAGIC = 2;
  private static final int NULL_LENGTH = -1;

  private final ByteBuffer bytes;

  private RecordBatch(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  /// Encodes 1 or more records. Base offset and leader epoch stay 0 until [#assign(long, int)].
  public static RecordBatch encode(ProducerStamp producer, List<LogRecord> records) {
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one record");
    }
    long baseTimestamp = records.getFirst().timestampMillis();
    long maximumTimestamp = baseTimestamp;
    int[] bodies = new int[records.size()];
    int size = HEADER_BYTES;
    for (int i = 0; i < bodies.length; i++) {
      LogRecord entry = records.get(i);
      maximumTimestamp = Math.max(maximumTimestamp, entry.timestampMillis());
      bodies[i] = bodySize(entry, i, entry.timestampMillis() - baseTimestamp);
      size = Math.addExact(size, Varint.size(bodies[i]) + bodies[i]);
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.putInt(LENGTH_AT, size - LENGTH_OVERHEAD);
    out.put(MAGIC_AT, MAGIC);
    out.putInt(LAST_OFFSET_DELTA_AT, bodies.length - 1);
    out.putLong(BASE_TIMESTAMP_AT, baseTimestamp);
    out.putLong(MAX_TIMESTAMP_AT, maximumTimestamp);
    out.putLong(PRODUCER_ID_AT, producer.producerId());
    out.putShort(PRODUCER_EPOCH_AT, producer.epoch());
    out.putInt(BASE_SEQUENCE_AT, producer.baseSequence());
    out.putInt(COUNT_AT, bodies.length);
    out.position(HEADER_BYTES);
    for (int i = 0; i < bodies.length; i++) {
      LogRecord entry = records.get(i);
      Varint.write(bodies[i], out);
      writeBody(entry, i, entry.timestampMillis() - baseTimestamp, out);
    }
    out.putInt(CRC_AT, checksum(out));
    return new RecordBatch(out.clear());
  }

  /// The batch in the remaining bytes of `bytes`, which must be exactly one and must not change
  /// afterwards.
  ///
  /// @throws CorruptBatchException when length, magic or checksum is wrong
  public static RecordBatch of(ByteBuffer bytes) {
    ByteBuffer own = bytes.slice();
    if (own.limit() < HEADER_BYTES || sizeAt(own, 0) != own.limit()) {
      throw new CorruptBatchException(
          "a batch's length does not fit its " + own.limit() + " bytes");
    }
    if (own.get(MAGIC_AT) != MAGIC) {
      throw new CorruptBatchException("magic is not 2 but " + own.get(MAGIC_AT));
    }
    if (own.getInt(CRC_AT) != checksum(own)) {
      throw new CorruptBatchException("the checksum does not match");
    }
    RecordBatch batch = new RecordBatch(own);
    if (batch.count() < 1 || batch.lastOffsetDelta() < batch.count() - 1) {
      throw new CorruptBatchException("impossible number of records: " + batch.count());
    }
    return batch;
  }

  /// Size in bytes that the header at `position` claims for its batch; negative or huge if it is
  /// none.
  public static long sizeAt(ByteBuffer bytes, int position) {
    return (long) bytes.getInt(position + LENGTH_AT) + LENGTH_OVERHEAD;
  }

  /// Whether the header at `position` could open a batch, as far as one byte tells.
  public static boolean magicAt(ByteBuffer bytes, int position) {
    return bytes.get(position + MAGIC_AT) == MAGIC;
  }

  /// Gives the batch its place. Outside the checksum, so nothing else changes.
  public RecordBatch assign(long baseOffset, int leaderEpoch) {
    bytes.putLong(0, baseOffset);
    bytes.putInt(LEADER_EPOCH_AT, leaderEpoch);
    return this;
  }

  public long baseOffset() {
    return bytes.getLong(0);
  }

  /// Offset of the last record; a batch may have holes after compaction.
  public long lastOffset() {
    return baseOffset() + lastOffsetDelta();
  }

  public long nextOffset() {
    return lastOffset() + 1;
  }

  public int lastOffsetDelta() {
    return bytes.getInt(LAST_OFFSET_DELTA_AT);
  }

  public int leaderEpoch() {
    return bytes.getInt(LEADER_EPOCH_AT);
  }

  public int count() {
    return bytes.getInt(COUNT_AT);
  }

  public long maximumTimestamp() {
    return bytes.getLong(MAX_TIMESTAMP_AT);
  }

  public ProducerStamp producer() {
    return new ProducerStamp(
        bytes.getLong(PRODUCER_ID_AT),
        bytes.getShort(PRODUCER_EPOCH_AT),
        bytes.getInt(BASE_SEQUENCE_AT));
  }

  public int sizeInBytes() {
    return bytes.limit();
  }

  /// The bytes, read-only, as they go to the disk.
  public ByteBuffer bytes() {
    return bytes.asReadOnlyBuffer();
  }

  /// Decodes the records; keys, values and headers are views of this batch's bytes.
  ///
  /// @throws CorruptBatchException when they do not fill the batch exactly
  public List<LogRecord> records() {
    ByteBuffer in = bytes.asReadOnlyBuffer().position(HEADER_BYTES);
    List<LogRecord> records = new ArrayList<>(Math.min(count(), in.remaining()));
    long baseTimestamp = bytes.getLong(BASE_TIMESTAMP_AT);
    try {
      for (int i = 0; i < count(); i++) {
        ByteBuffer body = take(in, Varint.readInt(in));
        records.add(readBody(body, baseTimestamp));
        if (body.hasRemaining()) {
          throw new CorruptBatchException("a record is shorter than its length says");
        }
      }
    } catch (BufferUnderflowException e) {
      throw new CorruptBatchException("a record runs past its end");
    }
    if (in.hasRemaining()) {
      throw new CorruptBatchException(in.remaining() + " bytes after the last record");
    }
    return records;
  }

  private LogRecord readBody(ByteBuffer body, long baseTimestamp) {
    body.get(); // attributes, unused in version 2
    long timestamp = baseTimestamp + Varint.readLong(body);
    long offset = baseOffset() + Varint.readInt(body);
    Optional<ByteBuffer> key = readNullable(body);
    Optional<ByteBuffer> value = readNullable(body);
    int headerCount = Varint.readInt(body);
    if (headerCount < 0 || headerCount > body.remaining()) {
      throw new CorruptBatchException("impossible number of headers: " + headerCount);
    }
    List<Header> headers = new ArrayList<>(headerCount);
    for (int i = 0; i < headerCount; i++) {
      String name = StandardCharsets.UTF_8.decode(take(body, Varint.readInt(body))).toString();
      headers.add(new Header(name, readNullable(body).orElse(ByteBuffer.allocate(0))));
    }
    return new LogRecord(offset, timestamp, key, value, headers);
  }

  private static Optional<ByteBuffer> readNullable(ByteBuffer in) {
    int length = Varint.readInt(in);
    return length == NULL_LENGTH ? Optional.empty() : Optional.of(take(in, length));
  }

  private static ByteBuffer take(ByteBuffer in, int length) {
    if (length < 0 || length > in.remaining()) {
      throw new CorruptBatchException("impossible length: " + length);
    }
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  private static int bodySize(LogRecord entry, int offsetDelta, long timestampDelta) {
    long size = 1L + Varint.size(timestampDelta) + Varint.size(offsetDelta);
    size += nullableSize(entry.key()) + nullableSize(entry.value());
    size += Varint.size(entry.headers().size());
    for (Header header : entry.headers()) {
      int name = utf8(header.key()).length;
      size += Varint.size(name) + name + nullableSize(Optional.of(header.value()));
    }
    return Math.toIntExact(size);
  }

  private static long nullableSize(Optional<ByteBuffer> part) {
    int length = part.map(ByteBuffer::remaining).orElse(NULL_LENGTH);
    return Varint.size(length) + (long) Math.max(0, length);
  }

  private static void writeBody(
      LogRecord entry, int offsetDelta, long timestampDelta, ByteBuffer out) {
    out.put((byte) 0);
    Varint.write(timestampDelta, out);
    Varint.write(offsetDelta, out);
    writeNullable(entry.key(), out);
    writeNullable(entry.value(), out);
    Varint.write(entry.headers().size(), out);
    for (Header header : entry.headers()) {
      byte[] name = utf8(header.key());
      Varint.write(name.length, out);
      out.put(name);
      writeNullable(Optional.of(header.value()), out);
    }
  }

  private static void writeNullable(Optional<ByteBuffer> part, ByteBuffer out) {
    if (part.isEmpty()) {
      Varint.write(NULL_LENGTH, out);
    } else {
      Varint.write(part.get().remaining(), out);
      out.put(part.get().duplicate());
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int checksum(ByteBuffer batch) {
    CRC32C crc = new CRC32C();
    crc.update(batch.duplicate().clear().position(ATTRIBUTES_AT));
    return (int) crc.getValue();
  }
}
