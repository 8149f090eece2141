package dev.orrery.log.core.record;

/// Who produced a batch, and where it stands in that producer's count of records.
///
/// @param producerId from 1; -1 for a producer that is not idempotent
/// @param epoch the incarnation of the producer, 0 to 32,767; -1 without a producer id
/// @param baseSequence of the batch's first record, 0 to 2^31-1; -1 without a producer id
public record ProducerStamp(long producerId, short epoch, int baseSequence) {
  public static final ProducerStamp NONE = new ProducerStamp(-1, (short) -1, -1);

  public boolean idempotent() {
    return producerId >= 0;
  }

  /// The sequence `count` records after `sequence`; after 2^31-1 comes 0.
  public static int advance(int sequence, int count) {
    return (sequence + count) & Integer.MAX_VALUE;
  }
}
