package dev.orrery.search.core.index;

import dev.orrery.search.core.document.Schema;
import java.io.IOException;
import java.util.Set;

/// Opens the shards of an engine, and removes them.
public interface ShardFactory {
  /// Opens what is on disk, or begins an empty shard.
  Shard open(String index, int number, Schema schema) throws IOException;

  /// Removes the shards of an index; a missing one is no error. They are closed before.
  void delete(String index) throws IOException;

  /// The indices of which there are shards.
  Set<String> indices() throws IOException;
}
