package dev.orrery.objectstore.engine.rocksdb;

import dev.orrery.objectstore.core.store.Bytes;
import dev.orrery.objectstore.core.store.Change;
import dev.orrery.objectstore.core.store.Cursor;
import dev.orrery.objectstore.core.store.OrderedStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
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
/// All calls may block a platform thread: they are JNI calls, and read or write files. No call may
/// be under way, and no cursor open, when the store is closed; RocksDB does not survive that.
public final class RocksDbStore implements OrderedStore {
  private static final long WRITE_BUFFER_BYTES = 16L << 20;
  private static final int OPEN_FILES = 256;
  private static final double FILTER_BITS = 10;

  static {
    RocksDB.loadLibrary();
  }

  private final LRUCache cache;
  private final BloomFilter filter = new BloomFilter(FILTER_BITS);
  private final Options options;
  private final WriteOptions durable = new WriteOptions().setSync(true);
  private final ReadOptions readOptions = new ReadOptions();
  private final RocksDB db;

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
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    try {
      db = RocksDB.open(options, directory.toString());
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  private static IOException failed(RocksDBException failure) {
    return new IOException("RocksDB: " + failure.getMessage(), failure);
  }

  @Override
  public Optional<Bytes> get(Bytes key) throws IOException {
    try {
      byte[] value = db.get(readOptions, key.array());
      return value == null ? Optional.empty() : Optional.of(Bytes.wrap(value));
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  @Override
  public void commit(List<Change> changes) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      for (Change change : changes) {
        switch (change) {
          case Change.Put put -> batch.put(put.key().array(), put.value().array());
          case Change.Remove remove -> batch.delete(remove.key().array());
        }
      }
      db.write(durable, batch);
    } catch (RocksDBException failure) {
      throw failed(failure);
    }
  }

  @Override
  public Cursor scan(Bytes start, Bytes end) {
    return new RocksCursor(db.newIterator(readOptions), start, end);
  }

  @Override
  public void close() {
    db.close();
    readOptions.close();
    durable.close();
    options.close();
    filter.close();
    cache.close();
  }

  private static final class RocksCursor implements Cursor {
    private final RocksIterator iterator;
    private final Bytes start;
    private final Bytes end;
    private boolean positioned;
    private Bytes key = Bytes.EMPTY;

    RocksCursor(RocksIterator iterator, Bytes start, Bytes end) {
      this.iterator = iterator;
      this.start = start;
      this.end = end;
    }

    @Override
    public boolean next() throws IOException {
      if (positioned) {
        iterator.next();
      } else {
        positioned = true;
        iterator.seek(start.array());
      }
      if (!iterator.isValid()) {
        try {
          iterator.status();
        } catch (RocksDBException failure) {
          throw failed(failure);
        }
        return false;
      }
      key = Bytes.wrap(iterator.key());
      return end.isEmpty() || key.compareTo(end) < 0;
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
