package dev.orrery.database.core.store;

import dev.orrery.database.core.Bytes;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.zip.CRC32C;

/// The map in memory, written whole at each flush: small, and right by inspection.
///
/// A flush writes a new image beside the old one, forces it, and renames it over the old one; a
/// crash leaves one or the other. The image is
///
/// ```
///   8  version     8  number of entries     { 4 key length  4 value length  key  value }*     4  CRC-32C of all before
/// ```
///
/// `this` guards `version` and makes a batch and the copy for a flush exclude each other; scans
/// take no lock.
public final class SortedMapStore implements OrderedStore {
  private static final String DIRECTORY = "sorted-map";
  private static final String IMAGE = DIRECTORY + "/image";
  private static final String NEW_IMAGE = DIRECTORY + "/image.new";
  private static final int WRITE_BUFFER_BYTES = 64 << 10;

  private final Disk disk;
  private final ConcurrentSkipListMap<Bytes, Bytes> entries = new ConcurrentSkipListMap<>();
  private long version;

  public SortedMapStore(Disk disk) throws IOException {
    this.disk = disk;
    if (disk.exists(IMAGE)) {
      try (DiskFile file = disk.open(IMAGE)) {
        load(file);
      }
    }
  }

  @Override
  public synchronized void apply(List<Change> batch, long batchVersion) {
    for (Change change : batch) {
      switch (change) {
        case Change.Put put -> entries.put(put.key(), put.value());
        case Change.Remove remove -> entries.remove(remove.key());
      }
    }
    version = batchVersion;
  }

  @Override
  public Cursor scan(Bytes start, Bytes end, boolean descending) {
    if (!end.isEmpty() && start.compareTo(end) >= 0) {
      return new MapCursor(List.<Map.Entry<Bytes, Bytes>>of().iterator());
    }
    NavigableMap<Bytes, Bytes> range =
        end.isEmpty() ? entries.tailMap(start, true) : entries.subMap(start, true, end, false);
    return new MapCursor((descending ? range.descendingMap() : range).entrySet().iterator());
  }

  @Override
  public synchronized long appliedVersion() {
    return version;
  }

  @Override
  public long flush() throws IOException {
    List<Map.Entry<Bytes, Bytes>> copy;
    long flushed;
    synchronized (this) {
      copy = List.copyOf(entries.entrySet());
      flushed = version;
    }
    disk.delete(NEW_IMAGE);
    try (DiskFile file = disk.open(NEW_IMAGE)) {
      write(file, copy, flushed);
      file.force();
    }
    disk.rename(NEW_IMAGE, IMAGE);
    disk.forceDirectory(DIRECTORY);
    disk.forceDirectory("");
    return flushed;
  }

  @Override
  public void close() {}

  private static void write(DiskFile file, List<Map.Entry<Bytes, Bytes>> entries, long version)
      throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(WRITE_BUFFER_BYTES);
    buffer.putLong(version).putLong(entries.size());
    for (Map.Entry<Bytes, Bytes> entry : entries) {
      byte[] key = entry.getKey().array();
      byte[] value = entry.getValue().array();
      int bytes = 2 * Integer.BYTES + key.length + value.length;
      if (buffer.remaining() < bytes) {
        drain(buffer, file, checksum);
        buffer = ByteBuffer.allocate(Math.max(bytes, WRITE_BUFFER_BYTES));
      }
      buffer.putInt(key.length).putInt(value.length).put(key).put(value);
    }
    drain(buffer, file, checksum);
    file.append(ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).flip());
  }

  private static void drain(ByteBuffer buffer, DiskFile file, CRC32C checksum) throws IOException {
    buffer.flip();
    checksum.update(buffer.duplicate());
    file.append(buffer);
  }

  private void load(DiskFile file) throws IOException {
    ByteBuffer image = ByteBuffer.allocate(Math.toIntExact(file.size()));
    while (image.hasRemaining() && file.read(image.position(), image) >= 0) {}
    image.flip();
    int checked = image.limit() - Integer.BYTES;
    CRC32C checksum = new CRC32C();
    checksum.update(image.slice(0, checked));
    if ((int) checksum.getValue() != image.getInt(checked)) {
      throw new IOException(IMAGE + " is damaged: its checksum does not hold");
    }
    version = image.getLong();
    for (long left = image.getLong(); left > 0; left--) {
      byte[] key = new byte[image.getInt()];
      byte[] value = new byte[image.getInt()];
      image.get(key).get(value);
      entries.put(Bytes.wrap(key), Bytes.wrap(value));
    }
  }

  /// The map's own iterator, entry by entry.
  private static final class MapCursor implements Cursor {
    private final Iterator<Map.Entry<Bytes, Bytes>> iterator;
    private Map.Entry<Bytes, Bytes> entry = Map.entry(Bytes.EMPTY, Bytes.EMPTY);

    MapCursor(Iterator<Map.Entry<Bytes, Bytes>> iterator) {
      this.iterator = iterator;
    }

    @Override
    public boolean next() {
      if (!iterator.hasNext()) {
        return false;
      }
      entry = iterator.next();
      return true;
    }

    @Override
    public Bytes key() {
      return entry.getKey();
    }

    @Override
    public Bytes value() {
      return entry.getValue();
    }

    @Override
    public void close() {}
  }
}
