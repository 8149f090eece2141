package dev.orrery.log.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.utils.Utils;

/// Against Kafka's own implementation, byte by byte.
class RecordBatchProperties {
  private static final ProducerStamp STAMP = new ProducerStamp(77, (short) 3, Integer.MAX_VALUE);

  @Property(tries = 300)
  void theBytesAreThoseThatKafkaWrites(@ForAll("records") List<LogRecord> records) {
    RecordBatch ours = RecordBatch.encode(STAMP, records).assign(1_234, 9);
    assertThat(ours.bytes()).isEqualTo(kafkaBatch(records));
  }

  @Property(tries = 300)
  void kafkaReadsWhatIsWritten(@ForAll("records") List<LogRecord> records) {
    RecordBatch ours = RecordBatch.encode(STAMP, records).assign(1_234, 9);
    MemoryRecords read = MemoryRecords.readableRecords(copy(ours.bytes()));
    DefaultRecordBatch batch = (DefaultRecordBatch) read.batches().iterator().next();
    assertThat(batch.isValid()).isTrue();
    assertThat(batch.baseOffset()).isEqualTo(1_234);
    assertThat(batch.partitionLeaderEpoch()).isEqualTo(9);
    assertThat(batch.producerId()).isEqualTo(77);
    int[] i = {0};
    read.records()
        .forEach(theirs -> {
          LogRecord expected = records.get(i[0]++);
          assertThat(Optional.ofNullable(theirs.key())).isEqualTo(expected.key());
          assertThat(Optional.ofNullable(theirs.value())).isEqualTo(expected.value());
          assertThat(theirs.timestamp()).isEqualTo(expected.timestampMillis());
        });
    assertThat(i[0]).isEqualTo(records.size());
  }

  @Property(tries = 300)
  void whatKafkaWritesIsRead(@ForAll("records") List<LogRecord> records) {
    RecordBatch batch = RecordBatch.of(kafkaBatch(records));
    List<LogRecord> expected = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      LogRecord each = records.get(i);
      expected.add(
          new LogRecord(
              1_234 + i, each.timestampMillis(), each.key(), each.value(), each.headers()));
    }
    assertThat(batch.records()).isEqualTo(expected);
    assertThat(batch.producer()).isEqualTo(STAMP);
    assertThat(batch.nextOffset()).isEqualTo(1_234 + records.size());
  }

  @Property(tries = 100)
  void everyFlippedBitBehindTheFixedPartIsNoticed(
      @ForAll("records") List<LogRecord> records, @ForAll long where) {
    ByteBuffer bytes = copy(RecordBatch.encode(STAMP, records).bytes());
    int bit = (int) Math.floorMod(where, (bytes.limit() - RecordBatch.CRC_AT) * 8L);
    int at = RecordBatch.CRC_AT + bit / 8;
    bytes.put(at, (byte) (bytes.get(at) ^ (1 << bit % 8)));
    assertThatThrownBy(() -> RecordBatch.of(bytes)).isInstanceOf(CorruptBatchException.class);
  }

  @Property(tries = 100)
  void noCutBatchIsAccepted(@ForAll("records") List<LogRecord> records) {
    ByteBuffer bytes = RecordBatch.encode(STAMP, records).bytes();
    for (int size = 0; size < bytes.limit(); size++) {
      ByteBuffer cut = bytes.slice(0, size);
      assertThatThrownBy(() -> RecordBatch.of(cut)).isInstanceOf(CorruptBatchException.class);
    }
  }

  @Property
  void varintsReadBackAndTakeTheSizeTold(@ForAll long value) {
    ByteBuffer buffer = ByteBuffer.allocate(10);
    Varint.write(value, buffer);
    assertThat(buffer.position()).isEqualTo(Varint.size(value));
    assertThat(Varint.readLong(buffer.flip())).isEqualTo(value);
  }

  private static ByteBuffer kafkaBatch(List<LogRecord> records) {
    try (MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1 << 16),
            (byte) 2,
            Compression.NONE,
            TimestampType.CREATE_TIME,
            1_234,
            -1,
            STAMP.producerId(),
            STAMP.epoch(),
            STAMP.baseSequence(),
            false,
            9)) {
      for (LogRecord each : records) {
        org.apache.kafka.common.header.Header[] headers =
            each.headers().stream()
                .map(it -> new RecordHeader(it.key(), Utils.toArray(it.value())))
                .toArray(org.apache.kafka.common.header.Header[]::new);
        builder.append(
            new SimpleRecord(
                each.timestampMillis(),
                each.key().map(Utils::toNullableArray).orElse(null),
                each.value().map(Utils::toNullableArray).orElse(null),
                headers));
      }
      return builder.build().buffer();
    }
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
  }

  @Provide
  Arbitrary<List<LogRecord>> records() {
    Arbitrary<Optional<ByteBuffer>> part =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(ByteBuffer::wrap).optional(0.8);
    Arbitrary<List<Header>> headers =
        Combinators.combine(
                Arbitraries.strings().alpha().ofMaxLength(8),
                part.map(it -> it.orElse(ByteBuffer.allocate(0))))
            .as(Header::new)
            .list()
            .ofMaxSize(3);
    Arbitrary<Long> timestamps = Arbitraries.longs().between(0, 1L << 42);
    return Combinators.combine(timestamps, part, part, headers)
        .as((timestamp, key, value, all) -> new LogRecord(0, timestamp, key, value, all))
        .list()
        .ofMinSize(1)
        .ofMaxSize(20);
  }
}
