package dev.orrery.primitives.eviction;

import dev.orrery.primitives.eviction.Queue.Node;
import org.jspecify.annotations.Nullable;

/// A queue that knows what it weighs: one of the parts into which a policy divides its residents.
final class Segment<K> {
  /// A resident that knows its segment.
  static class Member<K> extends Node<K> {
    Segment<K> segment;

    Member(K key, long weight, Segment<K> segment) {
      super(key, weight);
      this.segment = segment;
    }

    /// Leaves its segment for the end of another.
    final void moveTo(Segment<K> to) {
      segment.remove(this);
      segment = to;
      to.add(this);
    }

    /// To be called before the residents' sum is told of it.
    final void resize(long newWeight) {
      segment.bytes += newWeight - weight;
    }
  }

  private final Queue<K> queue = new Queue<>();
  private long bytes;

  /// Takes a member that stands in no queue.
  void add(Member<K> member) {
    queue.addLast(member);
    bytes += member.weight;
  }

  void remove(Member<K> member) {
    member.unlink();
    bytes -= member.weight;
  }

  void moveToLast(Member<K> member) {
    queue.moveToLast(member);
  }

  /// The first that is not `spared`; the caller knows that there is one.
  Member<K> first(@Nullable Node<K> spared) {
    return (Member<K>) queue.first(spared);
  }

  boolean holdsOther(@Nullable Node<K> spared) {
    return queue.holdsOther(spared);
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  long bytes() {
    return bytes;
  }
}
