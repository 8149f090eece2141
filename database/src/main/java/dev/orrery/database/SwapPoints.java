package dev.orrery.database;

import dev.orrery.database.core.store.OrderedStore;
import dev.orrery.database.core.store.SortedMapStore;
import dev.orrery.database.core.transaction.BackwardValidator;
import dev.orrery.database.core.transaction.ConflictValidator;
import dev.orrery.database.engine.rocksdb.RocksDbStore;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.runtime.data.DataDirectory;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;

/// Makes what the configuration names: a built-in by its short name, or a class of one's own.
final class SwapPoints {
  private SwapPoints() {}

  static OrderedStore store(DatabaseConfig config, DataDirectory data) throws IOException {
    return switch (config.store()) {
      case "rocksdb" ->
          new RocksDbStore(data.files().resolve("rocksdb"), config.cacheSize().bytes());
      case "sorted-map" -> new SortedMapStore(data.disk());
      default ->
          make("database.store", config.store(), OrderedStore.class, Disk.class, data.disk());
    };
  }

  static ConflictValidator validator(DatabaseConfig config) throws IOException {
    return config.validator().equals("backward")
        ? new BackwardValidator()
        : make("database.validator", config.validator(), ConflictValidator.class);
  }

  private static <T> T make(String key, String name, Class<T> type) throws IOException {
    return make(key, name, type, new Class<?>[0], new Object[0]);
  }

  private static <T, A> T make(
      String key, String name, Class<T> type, Class<A> parameter, A argument) throws IOException {
    return make(key, name, type, new Class<?>[] {parameter}, new Object[] {argument});
  }

  private static <T> T make(
      String key, String name, Class<T> type, Class<?>[] parameters, Object[] arguments)
      throws IOException {
    try {
      Class<?> found = Class.forName(name, true, Thread.currentThread().getContextClassLoader());
      return type.cast(found.getConstructor(parameters).newInstance(arguments));
    } catch (InvocationTargetException failure) {
      throw new IOException("'" + key + "': " + name + " failed to start", failure.getCause());
    } catch (ReflectiveOperationException | ClassCastException unusable) {
      throw new IOException(
          "'"
              + key
              + "' is '"
              + name
              + "', expected a built-in or a class on the class path that is"
              + " a "
              + type.getSimpleName()
              + " with the constructor its page names: "
              + unusable,
          unusable);
    }
  }
}
