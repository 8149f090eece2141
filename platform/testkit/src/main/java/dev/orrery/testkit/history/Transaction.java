package dev.orrery.testkit.history;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A transaction as one operation: it reads some keys and then writes some. Its result is what it
/// read, by key. Aborted ones are left out of the history ([History.Call#failed()]).
///
/// With [#model()] the checker decides strict serializability: that the transactions can be put
/// into one order, which keeps the order of those that did not overlap, so that each read what the
/// ones before it wrote. Write skew, lost updates, fractured and stale reads all break it.
///
/// @param reads the keys read, before any write of its own
/// @param writes the values written, by key; an empty one deletes the key
public record Transaction<K extends Comparable<K>, V>(Set<K> reads, Map<K, Optional<V>> writes) {
  public Transaction {
    reads = Set.copyOf(reads);
    writes = Map.copyOf(writes);
  }

  /// The map all transactions work on, empty at first.
  public static <K extends Comparable<K>, V>
      Model<Map<K, V>, Transaction<K, V>, Map<K, Optional<V>>> model() {
    return new Model<>() {
      @Override
      public Map<K, V> initial() {
        return Map.of();
      }

      @Override
      public Step<Map<K, V>, Map<K, Optional<V>>> step(Map<K, V> state, Transaction<K, V> asked) {
        Map<K, Optional<V>> seen = new TreeMap<>();
        asked.reads().forEach(key -> seen.put(key, Optional.ofNullable(state.get(key))));
        if (asked.writes().isEmpty()) {
          return new Step<>(state, seen);
        }
        Map<K, V> after = new TreeMap<>(state);
        asked
            .writes()
            .forEach((key, value) ->
                value.ifPresentOrElse(v -> after.put(key, v), () -> after.remove(key)));
        return new Step<>(after, seen);
      }
    };
  }

  @Override
  public String toString() {
    return "read "
        + new TreeSet<>(reads)
        + (writes.isEmpty() ? "" : " write " + new TreeMap<>(writes));
  }
}
