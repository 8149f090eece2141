package dev.orrery.log.core.producer;

import dev.orrery.log.core.record.ProducerStamp;
import dev.orrery.log.core.record.RecordBatch;
import java.util.LinkedHashMap;
import java.util.Map;

/// The windows of all producers of one partition. Not thread-safe: the partition's writer owns it.
public final class ProducerStates {
  /// Windows kept a partition; the one unused longest goes first, and its producer, if it comes
  /// back, must ask for a new id.
  public static final int MAXIMUM_PRODUCERS = 10_000;

  private final Map<Long, ProducerWindow> windows =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ProducerWindow> eldest) {
          return size() > MAXIMUM_PRODUCERS;
        }
      };

  /// Judges a batch of `count` records before it is appended. A producer without id is always
  /// fresh.
  public SequenceVerdict check(ProducerStamp stamp, int count) {
    if (!stamp.idempotent()) {
      return new SequenceVerdict.Fresh();
    }
    ProducerWindow window = windows.get(stamp.producerId());
    return (window == null ? new ProducerWindow() : window).check(stamp, count);
  }

  /// Remembers a batch that was appended, now or, on recovery, in an earlier life.
  public void appended(RecordBatch batch) {
    ProducerStamp stamp = batch.producer();
    if (stamp.idempotent()) {
      windows
          .computeIfAbsent(stamp.producerId(), id -> new ProducerWindow())
          .appended(stamp, batch.count(), batch.baseOffset());
    }
  }
}
