package dev.orrery.log.core.producer;

/// What is made of a batch's producer, epoch and sequence.
public sealed interface SequenceVerdict {
  /// Append it.
  record Fresh() implements SequenceVerdict {}

  /// It is there already, beginning at `baseOffset`.
  record Duplicate(long baseOffset) implements SequenceVerdict {}

  /// A batch before it is missing.
  record OutOfOrder(int expected, int actual) implements SequenceVerdict {}

  /// The epoch is not that of the producer's present incarnation.
  record Fenced(short currentEpoch) implements SequenceVerdict {}

  /// No such producer id was handed out.
  record UnknownProducer(long producerId) implements SequenceVerdict {}
}
