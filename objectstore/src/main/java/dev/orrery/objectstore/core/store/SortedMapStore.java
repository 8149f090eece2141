package dev.orrery.objectstore.core.store;

import dev.orrery.primitives.appendfile.AppendFile;
import dev.orrery.primitives.appendfile.RecordFile;
import dev.orrery.primitives.ports.Disk;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/// The whole map in memory, and every batch as one record of an append file: for tests, for the
/// simulated disk, and to read.
///
/// A batch is one record, so a crash takes it whole or not at all. Opening replays the file; when
/// it holds much more than the map, the map is written to a fresh file that replaces it.
///
/// Thread-safe. `committing` makes the order of the file and of the map one.
public final class SortedMapStore implements OrderedStore {
  private static final String FILE = "catalog/log";
  private static final String FRESH = "catalog/fresh";
  private static final String DIRECTORY = "catalog";
  private static final int REWRITE_AT_LEAST = 1_000;
  private static final byte PUT = 1;
  private static final byte REMOVE = 2;

  private final NavigableMap<Bytes, Bytes> map = new ConcurrentSkipListMap<>();
  private final ReentrantLock committing = new ReentrantLock();
  private final AppendFile log;

  public SortedMapStore(Disk disk) throws IOException {
    disk.delete(FRESH);
    AppendFile found = new AppendFile(disk, FILE);
    if (!found.recovery().damage().isEmpty()) {
      found.close();
      throw new IOException("the catalog is damaged: " + found.recovery().damage());
    }
    found.scan(
        0,
        new RecordFile.Visitor() {
          @Override
          public void record(long position, ByteBuffer payload) {
            apply(decode(payload));
          }

          @Override
          public void damage(RecordFile.Damage damage) throws IOException {
            throw new IOException("the catalog is damaged: " + damage);
          }
        });
    if (found.recovery().records() > REWRITE_AT_LEAST + 2L * map.size()) {
      found.close();
      rewrite(disk);
      found = new AppendFile(disk, FILE);
    }
    log = found;
  }

  private void rewrite(Disk disk) throws IOException {
    try (AppendFile fresh = new AppendFile(disk, FRESH)) {
      for (Map.Entry<Bytes, Bytes> entry : map.entrySet()) {
        fresh.append(encode(List.of(new Change.Put(entry.getKey(), entry.getValue()))));
      }
      fresh.force();
    }
    disk.rename(FRESH, FILE);
    disk.forceDirectory(DIRECTORY);
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    return Optional.ofNullable(map.get(key));
  }

  @Override
  public void commit(List<Change> batch) throws IOException {
    ByteBuffer record = encode(batch);
    committing.lock();
    try {
      log.append(record);
      log.force();
      apply(batch);
    } finally {
      committing.unlock();
    }
  }

  private void apply(List<Change> batch) {
    for (Change change : batch) {
      switch (change) {
        case Change.Put put -> map.put(put.key(), put.value());
        case Change.Remove remove -> map.remove(remove.key());
      }
    }
  }

  private static ByteBuffer encode(List<Change> batch) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Change change : batch) {
        out.writeByte(change instanceof Change.Put ? PUT : REMOVE);
        write(out, change.key());
        if (change instanceof Change.Put put) {
          write(out, put.value());
        }
      }
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static void write(DataOutputStream out, Bytes bytes) throws IOException {
    out.writeInt(bytes.length());
    out.write(bytes.array());
  }

  private static List<Change> decode(ByteBuffer record) {
    List<Change> batch = new ArrayList<>();
    while (record.hasRemaining()) {
      byte kind = record.get();
      Bytes key = read(record);
      batch.add(kind == PUT ? new Change.Put(key, read(record)) : new Change.Remove(key));
    }
    return batch;
  }

  private static Bytes read(ByteBuffer record) {
    byte[] bytes = new byte[record.getInt()];
    record.get(bytes);
    return Bytes.wrap(bytes);
  }

  @Override
  public Cursor scan(Bytes start, Bytes end) {
    NavigableMap<Bytes, Bytes> range =
        end.isEmpty()
            ? map.tailMap(start, true)
            : start.compareTo(end) >= 0
                ? new ConcurrentSkipListMap<>()
                : map.subMap(start, true, end, false);
    return new MapCursor(range.entrySet().iterator());
  }

  @Override
  public void close() throws IOException {
    log.close();
  }

  private static final class MapCursor implements Cursor {
    private final Iterator<Map.Entry<Bytes, Bytes>> entries;
    private Bytes key = Bytes.EMPTY;
    private Bytes value = Bytes.EMPTY;

    MapCursor(Iterator<Map.Entry<Bytes, Bytes>> entries) {
      this.entries = entries;
    }

    @Override
    public boolean next() {
      if (!entries.hasNext()) {
        return false;
      }
      Map.Entry<Bytes, Bytes> entry = entries.next();
      key = entry.getKey();
      value = entry.getValue();
      return true;
    }

    @Override
    public Bytes key() {
      return key;
    }

    @Override
    public Bytes value() {
      return value;
    }

    @Override
    public void close() {}
  }
}
