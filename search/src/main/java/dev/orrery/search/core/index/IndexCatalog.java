package dev.orrery.search.core.index;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import dev.orrery.search.core.SearchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/// The indices there are. Their definitions lie below `definitions/`, one file each, written whole
/// or not at all; what has shards but no definition was being deleted, or never came to be, and
/// goes.
///
/// Thread-safe; creating and deleting are guarded by the object's monitor.
public final class IndexCatalog implements AutoCloseable {
  private static final String FOLDER = "definitions";
  private static final String UNFINISHED = "+";
  private static final int MAXIMUM_DEFINITION_BYTES = 64 << 10;

  /// An index holds files open and memory for what is not yet written.
  public static final int MAXIMUM_INDICES = 100;

  private final Disk disk;
  private final ShardFactory factory;
  private final ShardedIndex.Settings settings;
  private final Set<String> fed;
  private final NavigableMap<String, ShardedIndex> indices = new ConcurrentSkipListMap<>();

  /// Opens what is on disk.
  ///
  /// @param fed the indices that the log feeds
  public IndexCatalog(
      Disk disk, ShardFactory factory, ShardedIndex.Settings settings, Set<String> fed)
      throws IOException {
    this.disk = disk;
    this.factory = factory;
    this.settings = settings;
    this.fed = Set.copyOf(fed);
    try {
      for (String name : disk.list(FOLDER)) {
        if (!name.endsWith(UNFINISHED)) {
          indices.put(name, opened(IndexDefinition.parse(name, read(FOLDER + "/" + name))));
        }
      }
      for (String name : factory.indices()) {
        if (!indices.containsKey(name)) {
          factory.delete(name);
        }
      }
    } catch (IOException | RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private ShardedIndex opened(IndexDefinition definition) throws IOException {
    List<Shard> shards = new ArrayList<>();
    try {
      for (int number = 0; number < definition.shards(); number++) {
        shards.add(factory.open(definition.name(), number, definition.schema()));
      }
      return new ShardedIndex(definition, shards, settings);
    } catch (IOException | RuntimeException failure) {
      for (Shard shard : shards) {
        shard.close();
      }
      throw failure;
    }
  }

  private String read(String file) throws IOException {
    try (DiskFile bytes = disk.open(file)) {
      ByteBuffer text = ByteBuffer.allocate((int) Math.min(bytes.size(), MAXIMUM_DEFINITION_BYTES));
      while (text.hasRemaining() && bytes.read(text.position(), text) > 0) {
        // reads on until all is there
      }
      return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    }
  }

  public boolean isFed(String index) {
    return fed.contains(index);
  }

  public List<ShardedIndex> all() {
    return List.copyOf(indices.values());
  }

  /// @throws SearchException.UnknownIndex when there is none
  public ShardedIndex require(String name) {
    ShardedIndex index = indices.get(name);
    if (index == null) {
      throw new SearchException.UnknownIndex(name);
    }
    return index;
  }

  /// The index of that name, for a caller that writes.
  ///
  /// @throws SearchException.IndexIsFed when the log writes it
  public ShardedIndex requireWritable(String name) {
    ShardedIndex index = require(name);
    if (isFed(name)) {
      throw new SearchException.IndexIsFed(name);
    }
    return index;
  }

  /// Makes an index; returns when its definition is on disk. One that is there already as asked for
  /// is returned.
  ///
  /// @throws SearchException.IndexExists when it is there otherwise
  public synchronized ShardedIndex create(IndexDefinition definition) throws IOException {
    ShardedIndex known = indices.get(definition.name());
    if (known != null) {
      if (!known.definition().equals(definition)) {
        throw new SearchException.IndexExists(definition.name());
      }
      return known;
    }
    if (indices.size() >= MAXIMUM_INDICES) {
      throw new SearchException.Invalid(
          "index", "there are " + MAXIMUM_INDICES + " indices, as many as may be");
    }
    String file = FOLDER + "/" + definition.name();
    disk.delete(file + UNFINISHED);
    try (DiskFile bytes = disk.open(file + UNFINISHED)) {
      bytes.append(ByteBuffer.wrap(definition.text().getBytes(StandardCharsets.UTF_8)));
      bytes.force();
    }
    disk.rename(file + UNFINISHED, file);
    disk.forceDirectory(FOLDER);
    ShardedIndex index = opened(definition);
    indices.put(definition.name(), index);
    return index;
  }

  /// Removes an index and what it holds; returns when that is on disk.
  ///
  /// @throws SearchException.UnknownIndex when there is none
  public synchronized void delete(String name) throws IOException {
    ShardedIndex index = require(name);
    indices.remove(name);
    index.close();
    disk.delete(FOLDER + "/" + name);
    disk.forceDirectory(FOLDER);
    factory.delete(name);
  }

  /// Closes all; what was not committed is forgotten.
  @Override
  public synchronized void close() throws IOException {
    for (ShardedIndex index : indices.values()) {
      index.close();
    }
    indices.clear();
  }
}
