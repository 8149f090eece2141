package dev.orrery.primitives.eviction;

import org.jspecify.annotations.Nullable;

/// A doubly linked queue whose nodes carry their own links, so that a node leaves its place or
/// moves to the end without a search and without an allocation. The queue is itself the link
/// between last and first, which leaves no special case for the ends.
final class Queue<K> extends Link {
  /// A resident key with its weight in bytes.
  static class Node<K> extends Link {
    final K key;
    long weight;

    Node(K key, long weight) {
      this.key = key;
      this.weight = weight;
    }
  }

  boolean isEmpty() {
    return next == this;
  }

  /// Whether it holds a node that is not `spared`.
  boolean holdsOther(@Nullable Node<K> spared) {
    Link candidate = next == spared ? next.next : next;
    return candidate != this;
  }

  void addLast(Node<K> node) {
    node.linkBefore(this);
  }

  void moveToLast(Node<K> node) {
    if (node.next != this) {
      node.unlink();
      node.linkBefore(this);
    }
  }

  /// Takes over all nodes of `other`, in their order, behind its own.
  void addAllOf(Queue<K> other) {
    if (other.isEmpty()) {
      return;
    }
    previous.next = other.next;
    other.next.previous = previous;
    other.previous.next = this;
    previous = other.previous;
    other.previous = other;
    other.next = other;
  }

  /// The first node that is not `spared`; the caller knows that there is one.
  @SuppressWarnings("unchecked")
  Node<K> first(@Nullable Node<K> spared) {
    Link candidate = next == spared ? next.next : next;
    if (candidate == this) {
      throw new IllegalStateException("nothing is left to evict, yet the capacity is exceeded");
    }
    return (Node<K>) candidate;
  }
}
