package dev.orrery.log.core.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.ProducerStamp;
import dev.orrery.log.core.record.RecordBatch;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IndexedLogTest {
  private static final String DIRECTORY = "topics/t-0";
  private static final String SEGMENT = DIRECTORY + "/00000000000000000000.log";
  private static final SegmentOptions ONE_SEGMENT = new SegmentOptions(1 << 20, 256);

  @Test
  void everyCutOfTheUnforcedTailRecoversToAPrefixWithAllThatWasForced() throws IOException {
    byte[] whole = written(5, 4);
    int forced = (int) forcedSize();
    for (int size = forced; size <= whole.length; size++) {
      Disk disk = diskWith(java.util.Arrays.copyOf(whole, size));
      try (IndexedLog log = IndexedLog.open(disk, DIRECTORY, ONE_SEGMENT)) {
        assertThat(log.forcedOffset()).isBetween(5L, 9L);
        assertThat(values(log)).isEqualTo(expected((int) log.forcedOffset()));
        assertThat(log.damages()).isEmpty();
      }
    }
  }

  @Test
  void everyFlippedBitOfTheUnforcedTailRecoversToAPrefixWithAllThatWasForced() throws IOException {
    byte[] whole = written(3, 3);
    int forced = (int) forcedSize();
    for (int at = forced; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      try (IndexedLog log = IndexedLog.open(diskWith(flipped), DIRECTORY, ONE_SEGMENT)) {
        assertThat(log.forcedOffset()).isBetween(3L, 6L);
        assertThat(values(log)).isEqualTo(expected((int) log.forcedOffset()));
      }
    }
  }

  @Test
  void damageBelowTheLastForcedByteIsReportedAndTheRestStaysReadable() throws IOException {
    byte[] whole = written(6, 0);
    for (int at = 0; at < whole.length; at++) {
      boolean leaderEpoch = at % batchBytes() >= 12 && at % batchBytes() < 16;
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x10;
      try (IndexedLog log = IndexedLog.open(diskWith(flipped), DIRECTORY, ONE_SEGMENT)) {
        long damaged = at / batchBytes();
        assertThat(log.nextOffset()).isEqualTo(6);
        assertThat(log.sizeInBytes()).isEqualTo(whole.length);
        if (leaderEpoch) {
          continue; // outside the checksum, and nothing is decided by it
        }
        assertThat(log.damages())
            .singleElement()
            .satisfies(it -> assertThat(it.firstOffset()).isEqualTo(damaged));
        assertThatThrownBy(() -> log.read(damaged, 6, 1_000))
            .isInstanceOf(DamagedLogException.class);
        for (long offset = 0; offset < 6; offset++) {
          if (offset != damaged) {
            assertThat(log.read(offset, 6, 1).getFirst().baseOffset()).isEqualTo(offset);
          }
        }
        log.append(batch(6).assign(6, 0));
        log.force();
        assertThat(log.read(6, 7, 1).getFirst().baseOffset()).isEqualTo(6);
      }
    }
  }

  @Test
  void lookupsByOffsetAndTimestampEqualALinearScanAlsoAfterARestart() throws IOException {
    Random random = new Random(11);
    CrashDisk disk = new CrashDisk(1);
    SegmentOptions options = new SegmentOptions(2_000, 150);
    List<LogRecord> all = new ArrayList<>();
    IndexedLog log = IndexedLog.open(disk, DIRECTORY, options);
    while (all.size() < 400) {
      List<LogRecord> records = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        records.add(LogRecord.of(random.nextInt(5_000), new byte[0], new byte[random.nextInt(60)]));
      }
      RecordBatch batch = RecordBatch.encode(ProducerStamp.NONE, records);
      log.append(batch.assign(log.nextOffset(), 0));
      all.addAll(batch.records());
    }
    log.force();
    assertLookups(log, all);
    log.close();
    IndexedLog loaded = IndexedLog.open(disk, DIRECTORY, options);
    assertLookups(loaded, all);
    loaded.close();
    for (String name : disk.list(DIRECTORY)) {
      if (name.endsWith("index")) {
        disk.delete(DIRECTORY + "/" + name);
      }
    }
    IndexedLog rebuilt = IndexedLog.open(disk, DIRECTORY, options);
    assertLookups(rebuilt, all);
    rebuilt.close();
  }

  private static void assertLookups(IndexedLog log, List<LogRecord> all) throws IOException {
    for (LogRecord each : all) {
      RecordBatch found = log.read(each.offset(), all.size(), 1).getFirst();
      assertThat(each.offset()).isBetween(found.baseOffset(), found.lastOffset());
    }
    for (int timestamp = -1; timestamp < 5_005; timestamp += 7) {
      int wanted = timestamp;
      OptionalLong scanned =
          all.stream()
              .filter(it -> it.timestampMillis() >= wanted)
              .mapToLong(LogRecord::offset)
              .findFirst();
      assertThat(log.offsetForTimestamp(timestamp, all.size())).isEqualTo(scanned);
    }
  }

  @Test
  void aStoredIndexThatIsTornIsRebuilt() throws IOException {
    CrashDisk disk = new CrashDisk(1);
    SegmentOptions options = new SegmentOptions(500, 64);
    try (IndexedLog log = IndexedLog.open(disk, DIRECTORY, options)) {
      append(log, 0, 20);
      log.force();
    }
    for (String name : disk.list(DIRECTORY)) {
      if (name.endsWith(".index")) {
        disk.flipBit(DIRECTORY + "/" + name, 3);
      }
    }
    try (IndexedLog log = IndexedLog.open(disk, DIRECTORY, options)) {
      assertThat(values(log)).isEqualTo(expected(20));
    }
  }

  @Test
  void retentionBySizeAndByAgeDeletesWholeOldSegmentsOnly() throws IOException {
    CrashDisk disk = new CrashDisk(1);
    SegmentOptions options = new SegmentOptions(500, 64);
    try (IndexedLog log = IndexedLog.open(disk, DIRECTORY, options)) {
      append(log, 0, 40);
      log.force();
      log.retain(Long.MIN_VALUE, 1_200);
      assertThat(log.sizeInBytes()).isBetween(1_200L, 1_700L);
      long start = log.startOffset();
      assertThat(log.read(start, 40, 1).getFirst().baseOffset()).isEqualTo(start);
      log.retain(1_000 + 40, Long.MAX_VALUE);
      assertThat(log.startOffset()).isGreaterThan(start);
      assertThat(log.nextOffset()).isEqualTo(40);
    }
    try (IndexedLog log = IndexedLog.open(disk.crash(), DIRECTORY, options)) {
      assertThat(log.nextOffset()).isEqualTo(40);
      assertThat(log.damages()).isEmpty();
    }
  }

  @Test
  void aReadReturnsAtLeastOneBatchHoweverSmallTheLimitAndStopsAtTheEndGiven() throws IOException {
    try (IndexedLog log = IndexedLog.open(new CrashDisk(1), DIRECTORY, ONE_SEGMENT)) {
      append(log, 0, 5);
      log.force();
      assertThat(log.read(2, 5, 0)).hasSize(1);
      assertThat(log.read(2, 4, 1 << 20)).hasSize(2);
      assertThat(log.read(5, 5, 1 << 20)).isEmpty();
    }
  }

  @Test
  void anOffsetThatIsNotTheNextIsRefused() throws IOException {
    try (IndexedLog log = IndexedLog.open(new CrashDisk(1), DIRECTORY, ONE_SEGMENT)) {
      assertThatThrownBy(() -> log.append(batch(1).assign(1, 0)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  // ---- a log of batches of one record each, all of one size ----------------------------------

  private byte[] recoveryPoint = new byte[0];
  private long forcedSize;

  private long forcedSize() {
    return forcedSize;
  }

  /// The bytes of a segment of which the first `forced` batches were forced.
  private byte[] written(int forced, int unforced) throws IOException {
    CrashDisk disk = new CrashDisk(1);
    IndexedLog log = IndexedLog.open(disk, DIRECTORY, ONE_SEGMENT);
    append(log, 0, forced);
    log.force();
    forcedSize = log.sizeInBytes();
    append(log, forced, unforced);
    recoveryPoint = disk.content(DIRECTORY + "/" + RecoveryPoint.FILE_NAME);
    return disk.content(SEGMENT);
  }

  private CrashDisk diskWith(byte[] segment) throws IOException {
    CrashDisk disk = new CrashDisk(1);
    write(disk, SEGMENT, segment);
    write(disk, DIRECTORY + "/" + RecoveryPoint.FILE_NAME, recoveryPoint);
    return disk;
  }

  private static void write(Disk disk, String name, byte[] content) throws IOException {
    try (DiskFile file = disk.open(name)) {
      file.append(ByteBuffer.wrap(content));
    }
  }

  private static void append(IndexedLog log, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      log.append(batch(i).assign(i, 0));
    }
  }

  private static RecordBatch batch(int i) {
    byte[] value = value(i).getBytes(StandardCharsets.UTF_8);
    return RecordBatch.encode(
        ProducerStamp.NONE, List.of(LogRecord.of(1_000 + i, new byte[0], value)));
  }

  private static int batchBytes() {
    return batch(0).sizeInBytes();
  }

  private static String value(int i) {
    return "value-%04d".formatted(i);
  }

  private static List<String> expected(int count) {
    return java.util.stream.IntStream.range(0, count).mapToObj(IndexedLogTest::value).toList();
  }

  private static List<String> values(IndexedLog log) throws IOException {
    return log.read(0, log.forcedOffset(), 1 << 20).stream()
        .flatMap(it -> it.records().stream())
        .map(it -> StandardCharsets.UTF_8.decode(it.value().orElseThrow()).toString())
        .toList();
  }
}
