package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is in: a node for each resident key, and the sum of their weights against the capacity. In
/// which order they stand is the policy's own affair.
///
/// @param <N> the policy's kind of node
final class Residents<K, N extends Node<K>> {
  private final Map<K, N> nodes = new HashMap<>();
  private final long capacityBytes;
  private long usedBytes;

  /// @param capacityBytes at least 0
  Residents(long capacityBytes) {
    this.capacityBytes = Weights.checkedCapacity(capacityBytes);
  }

  @Nullable N get(K key) {
    return nodes.get(key);
  }

  void add(N node) {
    nodes.put(node.key, node);
    usedBytes += node.weight;
  }

  void reweigh(N node, long weight) {
    usedBytes += weight - node.weight;
    node.weight = weight;
  }

  /// The node that `key` had, which now is nobody's; null when it had none.
  @Nullable N remove(K key) {
    N node = nodes.remove(key);
    if (node != null) {
      usedBytes -= node.weight;
    }
    return node;
  }

  /// Whether `moreBytes`, at most the capacity, fit beside those who are in.
  boolean fit(long moreBytes) {
    return usedBytes <= capacityBytes - moreBytes;
  }

  int count() {
    return nodes.size();
  }

  long usedBytes() {
    return usedBytes;
  }

  long capacityBytes() {
    return capacityBytes;
  }
}
