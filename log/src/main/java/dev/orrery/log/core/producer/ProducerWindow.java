package dev.orrery.log.core.producer;

import dev.orrery.log.core.record.ProducerStamp;
import java.util.ArrayDeque;
import java.util.Deque;

/// One producer's last batches in one partition. Not thread-safe: the partition's writer owns it.
final class ProducerWindow {
  /// Kafka's number: a producer may have five requests in flight and keep order.
  static final int BATCHES = 5;

  private record Appended(int baseSequence, int count, long baseOffset) {}

  private final Deque<Appended> batches = new ArrayDeque<>(BATCHES);
  private short epoch;

  SequenceVerdict check(ProducerStamp stamp, int count) {
    if (stamp.epoch() < epoch) {
      return new SequenceVerdict.Fenced(epoch);
    }
    if (stamp.epoch() > epoch || batches.isEmpty()) {
      return inOrder(0, stamp);
    }
    for (Appended batch : batches) {
      if (batch.baseSequence() == stamp.baseSequence() && batch.count() == count) {
        return new SequenceVerdict.Duplicate(batch.baseOffset());
      }
    }
    Appended last = batches.getLast();
    return inOrder(ProducerStamp.advance(last.baseSequence(), last.count()), stamp);
  }

  private static SequenceVerdict inOrder(int expected, ProducerStamp stamp) {
    return stamp.baseSequence() == expected
        ? new SequenceVerdict.Fresh()
        : new SequenceVerdict.OutOfOrder(expected, stamp.baseSequence());
  }

  void appended(ProducerStamp stamp, int count, long baseOffset) {
    if (stamp.epoch() != epoch) {
      batches.clear();
      epoch = stamp.epoch();
    }
    if (batches.size() == BATCHES) {
      batches.removeFirst();
    }
    batches.addLast(new Appended(stamp.baseSequence(), count, baseOffset));
  }
}
