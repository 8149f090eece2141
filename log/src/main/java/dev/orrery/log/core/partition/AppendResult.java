package dev.orrery.log.core.partition;

import dev.orrery.log.core.producer.SequenceVerdict;

/// What became of a batch. `Appended` may be told to the producer only after a force.
public sealed interface AppendResult {
  /// It is in the log from `baseOffset` on; a `duplicate` was there before.
  record Appended(long baseOffset, boolean duplicate) implements AppendResult {}

  /// It is not, because of its sequence or epoch.
  record Refused(SequenceVerdict verdict) implements AppendResult {}
}
