package dev.orrery.database.lab.store;

import dev.orrery.database.core.store.OrderedStore;
import dev.orrery.database.core.store.SortedMapStore;
import dev.orrery.database.engine.rocksdb.RocksDbStore;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes stores, for the contract: each on a medium of its own that can lose its power.
@FunctionalInterface
public interface Stores {
  /// A store on an empty medium.
  Powered fresh() throws IOException;

  /// A store and its medium.
  interface Powered extends AutoCloseable {
    OrderedStore store();

    /// Cuts the power, and opens the store again on what is left.
    void crash() throws IOException;

    @Override
    void close() throws IOException;
  }

  /// Opens a store on a disk.
  @FunctionalInterface
  interface OnDisk {
    OrderedStore open(Disk disk) throws IOException;
  }

  /// Stores on the simulated disk.
  static Stores onCrashDisk(OnDisk opener) {
    return () ->
        new Powered() {
          private CrashDisk disk = new CrashDisk(1);
          private OrderedStore store = opener.open(disk);

          @Override
          public OrderedStore store() {
            return store;
          }

          @Override
          public void crash() throws IOException {
            disk = disk.crash();
            store = opener.open(disk);
          }

          @Override
          public void close() throws IOException {
            store.close();
          }
        };
  }

  static Stores sortedMap() {
    return onCrashDisk(SortedMapStore::new);
  }

  /// RocksDB in a temporary directory. Closing it without a flush loses just what a crash does: its
  /// memtable.
  static Stores rocksDb() {
    return () -> {
      Path directory = Files.createTempDirectory("orrery-rocksdb");
      return new Powered() {
        private OrderedStore store = new RocksDbStore(directory, 1 << 20);

        @Override
        public OrderedStore store() {
          return store;
        }

        @Override
        public void crash() throws IOException {
          store.close();
          store = new RocksDbStore(directory, 1 << 20);
        }

        @Override
        public void close() throws IOException {
          store.close();
          try (var files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
              Files.delete(file);
            }
          }
          Files.delete(directory);
        }
      };
    };
  }
}
