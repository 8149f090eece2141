package dev.orrery.database.lab.store;

import dev.orrery.database.core.store.OrderedStore;
import dev.orrery.database.lab.Loading;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;

/// The swap point `database.store`.
public final class StoreSwapPoint implements SwapPoint<Stores> {
  @Override
  public String name() {
    return "database.store";
  }

  @Override
  public String summary() {
    return "The ordered map that keeps every version of every row.";
  }

  @Override
  public Class<?> type() {
    return OrderedStore.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (dev.orrery.primitives.ports.Disk disk)";
  }

  @Override
  public Stores instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Constructor<?> constructor = Loading.constructor(implementation, type(), Disk.class);
    return Stores.onCrashDisk(disk -> Loading.make(OrderedStore.class, constructor, disk));
  }

  @Override
  public Contract<Stores> contract() {
    return StoreContract.any();
  }

  @Override
  public Map<String, Contract<Stores>> named() {
    return Map.of();
  }

  @Override
  public Map<String, Stores> builtIns() {
    return Map.of("sorted-map", Stores.sortedMap(), "rocksdb", Stores.rocksDb());
  }

  @Override
  public List<WrongTwin<Stores>> wrongTwins() {
    return StoreTwins.all();
  }
}
