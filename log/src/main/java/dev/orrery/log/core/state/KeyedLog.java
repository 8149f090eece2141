package dev.orrery.log.core.state;

import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.ProducerStamp;
import dev.orrery.log.core.record.RecordBatch;
import dev.orrery.log.core.segment.Damage;
import dev.orrery.log.core.segment.DamagedLogException;
import dev.orrery.log.core.segment.SegmentedLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// A durable map in the form of a log: each change is one batch, which is there whole or not at
/// all; replaying them gives the map. Once the log is several times as long as what is alive in it,
/// it is compacted: everything alive is written again behind the rest, and the rest is deleted. A
/// crash in between leaves both, which replays to the same map.
///
/// Not thread-safe; one writer owns it.
public final class KeyedLog implements Closeable {
  private static final int COMPACTION_BATCH_RECORDS = 1_000;
  private static final int COMPACTION_BATCH_BYTES = 1 << 20;
  private static final int READ_BYTES = 4 << 20;
  private static final int GARBAGE_FACTOR = 4;

  private final SegmentedLog log;
  private final long compactFromBytes;
  private final TreeMap<String, byte[]> alive = new TreeMap<>();
  private long aliveBytes;

  /// @param compactFromBytes no log shorter than this is compacted
  public KeyedLog(SegmentedLog log, long compactFromBytes) throws IOException {
    this.log = log;
    this.compactFromBytes = compactFromBytes;
    long offset = log.startOffset();
    while (offset < log.forcedOffset()) {
      try {
        for (RecordBatch batch : log.read(offset, log.forcedOffset(), READ_BYTES)) {
          batch.records().forEach(this::replay);
          offset = batch.nextOffset();
        }
      } catch (DamagedLogException e) {
        offset = e.damage().nextOffset();
      }
    }
  }

  private void replay(LogRecord entry) {
    String key = StandardCharsets.UTF_8.decode(entry.key().orElseThrow().duplicate()).toString();
    set(key, entry.value().map(KeyedLog::copy));
  }

  private void set(String key, Optional<byte[]> value) {
    byte[] before = value.isPresent() ? alive.put(key, value.get()) : alive.remove(key);
    aliveBytes += value.map(it -> key.length() + it.length).orElse(0);
    aliveBytes -= before == null ? 0 : key.length() + before.length;
  }

  /// Tells every key alive with its value, in key order.
  public void forEach(BiConsumer<String, byte[]> consumer) {
    alive.forEach(consumer);
  }

  /// Appends the changes as one batch; an empty value deletes the key. Not durable before
  /// [#force(long)].
  public void append(Map<String, Optional<byte[]>> changes, long nowMillis) throws IOException {
    if (changes.isEmpty()) {
      return;
    }
    List<LogRecord> records = new ArrayList<>(changes.size());
    changes.forEach((key, value) -> records.add(entry(key, value, nowMillis)));
    write(records);
    changes.forEach(this::set);
  }

  /// Makes all changes durable, and compacts when it is time.
  public void force(long nowMillis) throws IOException {
    log.force();
    if (log.sizeInBytes() > compactFromBytes
        && log.sizeInBytes() > GARBAGE_FACTOR * (aliveBytes + compactFromBytes / GARBAGE_FACTOR)) {
      compact(nowMillis);
    }
  }

  private void compact(long nowMillis) throws IOException {
    log.roll();
    long from = log.nextOffset();
    List<LogRecord> records = new ArrayList<>();
    int bytes = 0;
    for (Map.Entry<String, byte[]> each : alive.entrySet()) {
      records.add(entry(each.getKey(), Optional.of(each.getValue()), nowMillis));
      bytes += each.getValue().length;
      if (records.size() == COMPACTION_BATCH_RECORDS || bytes >= COMPACTION_BATCH_BYTES) {
        write(records);
        records = new ArrayList<>();
        bytes = 0;
      }
    }
    if (!records.isEmpty()) {
      write(records);
    }
    log.force();
    log.deleteBefore(from);
  }

  private void write(List<LogRecord> records) throws IOException {
    log.append(RecordBatch.encode(ProducerStamp.NONE, records).assign(log.nextOffset(), 0));
  }

  private static LogRecord entry(String key, Optional<byte[]> value, long nowMillis) {
    ByteBuffer name = ByteBuffer.wrap(key.getBytes(StandardCharsets.UTF_8));
    return new LogRecord(0, nowMillis, Optional.of(name), value.map(ByteBuffer::wrap), List.of());
  }

  private static byte[] copy(ByteBuffer from) {
    byte[] bytes = new byte[from.remaining()];
    from.duplicate().get(bytes);
    return bytes;
  }

  public List<Damage> damages() {
    return log.damages();
  }

  public long sizeInBytes() {
    return log.sizeInBytes();
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
