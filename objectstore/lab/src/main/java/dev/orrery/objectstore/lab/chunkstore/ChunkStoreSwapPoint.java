package dev.orrery.objectstore.lab.chunkstore;

import dev.orrery.objectstore.core.chunk.ChunkFiles;
import dev.orrery.objectstore.core.chunk.ChunkStore;
import dev.orrery.objectstore.lab.Loading;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;

/// The swap point `objectstore.chunkstore`.
public final class ChunkStoreSwapPoint implements SwapPoint<ChunkStoreFactory> {
  @Override
  public String name() {
    return "objectstore.chunkstore";
  }

  @Override
  public String summary() {
    return "Where the bytes of objects lie: written once, sealed, read, deleted.";
  }

  @Override
  public Class<?> type() {
    return ChunkStore.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (dev.orrery.primitives.ports.Disk disk)";
  }

  @Override
  public ChunkStoreFactory instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Constructor<?> constructor = Loading.constructor(implementation, type(), Disk.class);
    return disk -> Loading.make(ChunkStore.class, constructor, disk);
  }

  @Override
  public Contract<ChunkStoreFactory> contract() {
    return ChunkStoreContract.any();
  }

  @Override
  public Map<String, Contract<ChunkStoreFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, ChunkStoreFactory> builtIns() {
    return Map.of("files", ChunkFiles::new);
  }

  @Override
  public List<WrongTwin<ChunkStoreFactory>> wrongTwins() {
    return ChunkStoreTwins.all();
  }
}
