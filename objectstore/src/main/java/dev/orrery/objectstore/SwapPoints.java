package dev.orrery.objectstore;

import dev.orrery.objectstore.core.chunk.ChunkFiles;
import dev.orrery.objectstore.core.chunk.ChunkStore;
import dev.orrery.objectstore.core.placement.Placement;
import dev.orrery.objectstore.core.placement.RendezvousPlacement;
import dev.orrery.objectstore.core.store.OrderedStore;
import dev.orrery.objectstore.core.store.SortedMapStore;
import dev.orrery.objectstore.engine.rocksdb.RocksDbStore;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.runtime.data.DataDirectory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;

/// Makes what the configuration names: a built-in by its short name, or a class of one's own.
final class SwapPoints {
  private SwapPoints() {}

  static Placement placement(ObjectStoreConfig config, Set<String> volumes) throws IOException {
    return config.placement().equals("rendezvous")
        ? new RendezvousPlacement(volumes)
        : make("objectstore.placement", config.placement(), Placement.class, Set.class, volumes);
  }

  static ChunkStore chunks(ObjectStoreConfig config, Disk disk) throws IOException {
    return config.chunkstore().equals("files")
        ? new ChunkFiles(disk)
        : make("objectstore.chunkstore", config.chunkstore(), ChunkStore.class, Disk.class, disk);
  }

  static OrderedStore catalog(ObjectStoreConfig config, DataDirectory data) throws IOException {
    return switch (config.catalog()) {
      case "rocksdb" ->
          new RocksDbStore(data.files().resolve("rocksdb"), config.cacheSize().bytes());
      case "sorted-map" -> new SortedMapStore(data.disk());
      default ->
          throw new IOException(
              "'objectstore.catalog' is '"
                  + config.catalog()
                  + "', expected rocksdb or sorted-map");
    };
  }

  private static <T> T make(
      String key, String name, Class<T> type, Class<?> parameter, Object argument)
      throws IOException {
    try {
      Class<?> found = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
      return type.cast(found.getConstructor(parameter).newInstance(argument));
    } catch (InvocationTargetException failure) {
      throw new IOException("'" + key + "': " + name + " failed to start", failure.getCause());
    } catch (ReflectiveOperationException | ClassCastException unusable) {
      throw new IOException(
          "'"
              + key
              + "' is '"
              + name
              + "', expected a built-in or a class on the class path that is a "
              + type.getSimpleName()
              + " with the constructor its page names: "
              + unusable,
          unusable);
    }
  }
}
