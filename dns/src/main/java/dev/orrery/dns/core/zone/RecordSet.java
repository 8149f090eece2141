package dev.orrery.dns.core.zone;

import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// All records of one name and type: they are only ever answered together (RFC 2181 §5).
///
/// The records never change. The count of answers is the one thing that does; it is atomic and only
/// turns the order in which addresses are given.
public final class RecordSet {
  private final List<ResourceRecord> records;
  private final List<Integer> weights;
  private final AtomicLong turns = new AtomicLong();

  /// @param weights one for each record: its share of the clients, where that means something
  RecordSet(List<ResourceRecord> records, List<Integer> weights) {
    this.records = List.copyOf(records);
    this.weights = List.copyOf(weights);
  }

  public RecordType type() {
    return records.getFirst().type();
  }

  public List<ResourceRecord> records() {
    return records;
  }

  public List<Integer> weights() {
    return weights;
  }

  /// The number of this answer: 0 at first, then one more each time.
  public long nextTurn() {
    return turns.getAndIncrement();
  }
}
