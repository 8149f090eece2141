package dev.orrery.log.core.producer;

/// What a partition makes of a batch's sequence.
public sealed interface SequenceVerdict {
  /// Append it.
  record Fresh() implements SequenceVerdict {}

  /// It is there already, beginning at `baseOffset`.
  record Duplicate(long baseOffset) implements SequenceVerdict {}

  /// A batch before it is missing.
  record OutOfOrder(int expected, int actual) implements SequenceVerdict {}

  /// A newer incarnation of the producer has taken over.
  record Fenced(short currentEpoch) implements SequenceVerdict {}
}
