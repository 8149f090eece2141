package dev.orrery.database.engine.rocksdb;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.store.Change;
import dev.orrery.database.core.store.Cursor;
import dev.orrery.database.core.store.OrderedStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// An ordered store on RocksDB.
///
/// All calls may block a platform thread: they are JNI calls, and may read or write files. No
/// cursor may be open, and none be opened, when the store is closed; RocksDB does not survive that.
public final class RocksDbStore implements OrderedStore {
  private static final byte[] VERSION_KEY = {};
  private static final long WRITE_BUFFER_BYTES = 32L << 20;
  private static final int OPEN_FILES = 512;

  static {
    RocksDB.loadLibrary();
  }

  private final LRUCache cache;
  private final Options options;
  private final WriteOptions writeOptions;
  private final ReadOptions readOptions;
  private final RocksDB db;
  private volatile long version;

  /// @param directory made when missing
  /// @param cacheBytes of uncompressed blocks kept in memory
  public RocksDbStore(Path directory, long cacheBytes) throws IOException {
    Files.createDirectories(directory);
    cache = new LRUCache(cacheBytes);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxOpenFiles(OPEN_FILES)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setAvoidFlushDuringShutdown(true)
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache));
    writeOptions = new WriteOptions().setDisableWAL(true);
    readOptions = new ReadOptions();
    try {
      db = RocksDB.open(options, directory.toString());
      byte[] stored = db.get(VERSION_KEY);
      version = stored == null ? 0 : ByteBuffer.wrap(stored).getLong();
    } catch (RocksDBException failure) {
      throw new IOException("RocksDB in " + directory + ": " + failure.getMessage(), failure);
    }
  }

  @Override
  public void apply(List<Change> changes, long batchVersion) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      for (Change change : changes) {
        switch (change) {
          case Change.Put put -> batch.put(put.key().array(), put.value().array());
          case Change.Remove remove -> batch.delete(remove.key().array());
        }
      }
      batch.put(VERSION_KEY, ByteBuffer.allocate(Long.BYTES).putLong(batchVersion).array());
      db.write(writeOptions, batch);
      version = batchVersion;
    } catch (RocksDBException failure) {
      throw new IOException("RocksDB: " + failure.getMessage(), failure);
    }
  }

  @Override
  public Cursor scan(Bytes start, Bytes end, boolean descending) {
    return new RocksCursor(db.newIterator(readOptions), start, end, descending);
  }

  @Override
  public long appliedVersion() {
    return version;
  }

  @Override
  public long flush() throws IOException {
    long applied = version;
    try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
      db.flush(wait);
    } catch (RocksDBException failure) {
      throw new IOException("RocksDB: " + failure.getMessage(), failure);
    }
    return applied;
  }

  /// Closes without flushing: what is not on disk yet is in the commit log.
  @Override
  public void close() {
    db.close();
    readOptions.close();
    writeOptions.close();
    options.close();
    cache.close();
  }

  private static final class RocksCursor implements Cursor {
    private final RocksIterator iterator;
    private final Bytes start;
    private final Bytes end;
    private final boolean descending;
    private boolean positioned;
    private Bytes key = Bytes.EMPTY;

    RocksCursor(RocksIterator iterator, Bytes start, Bytes end, boolean descending) {
      this.iterator = iterator;
      this.start = start;
      this.end = end;
      this.descending = descending;
    }

    @Override
    public boolean next() throws IOException {
      if (!positioned) {
        positioned = true;
        seek();
      } else if (descending) {
        iterator.prev();
      } else {
        iterator.next();
      }
      if (!iterator.isValid()) {
        check();
        return false;
      }
      key = Bytes.wrap(iterator.key());
      return descending
          ? !key.isEmpty() && key.compareTo(start) >= 0
          : end.isEmpty() || key.compareTo(end) < 0;
    }

    private void seek() {
      if (!descending) {
        // The empty key holds the version; every other key is at or behind this one.
        iterator.seek(start.isEmpty() ? new byte[] {0} : start.array());
      } else if (end.isEmpty()) {
        iterator.seekToLast();
      } else {
        iterator.seekForPrev(end.array());
        if (iterator.isValid() && Bytes.wrap(iterator.key()).equals(end)) {
          iterator.prev();
        }
      }
    }

    private void check() throws IOException {
      try {
        iterator.status();
      } catch (RocksDBException failure) {
        throw new IOException("RocksDB: " + failure.getMessage(), failure);
      }
    }

    @Override
    public Bytes key() {
      return key;
    }

    @Override
    public Bytes value() {
      return Bytes.wrap(iterator.value());
    }

    @Override
    public void close() {
      iterator.close();
    }
  }
}
