package dev.orrery.search.core.index;

import dev.orrery.primitives.placement.Hash64;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Which shard a document lies in: the hash of its id, so that its next version, and its deletion,
/// reach the same shard without asking anybody. The number of shards is therefore fixed for an
/// index's life.
public record Routing(int shards) {
  public int shardOf(String id) {
    return (int) Long.remainderUnsigned(Hash64.of(id.getBytes(StandardCharsets.UTF_8)), shards);
  }

  /// What belongs to each shard, by the shard's number; order is kept.
  public <T> List<List<T>> split(List<T> items, Function<T, String> id) {
    List<List<T>> parts = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      parts.add(new ArrayList<>());
    }
    items.forEach(item -> parts.get(shardOf(id.apply(item))).add(item));
    return parts;
  }
}
