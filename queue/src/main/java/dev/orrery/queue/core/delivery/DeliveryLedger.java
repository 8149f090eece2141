package dev.orrery.queue.core.delivery;

import java.util.List;
import java.util.OptionalLong;

/// The books of a queue: who has which message, until when, for the how-many-th time.
///
/// Time is handed in, in milliseconds since 1970; a time before an earlier one counts as that
/// earlier one. Not thread-safe. An implementation to be swapped in is opened by a [Factory] with a
/// public constructor without arguments.
public interface DeliveryLedger {
  /// Lets time pass, then applies the input.
  ///
  /// A lease or delay ends when its time is reached, not after. What a lease's end does to a
  /// message counts from `nowMillis`, however late the step comes.
  ///
  /// @throws IllegalArgumentException for an enqueued id that is not above all before
  LedgerStep step(LedgerInput input, long nowMillis);

  /// When a [LedgerInput.Tick] has to come at the latest; empty when nothing runs out. It may name
  /// an earlier time than anything is due, never a later one, and stepping at it always leads on.
  OptionalLong nextDeadline();

  /// As of the last step.
  LedgerCounts counts();

  /// Opens a ledger.
  @FunctionalInterface
  interface Factory {
    /// @param restored where the messages were, ascending by id; empty for a new queue
    DeliveryLedger open(LedgerOptions options, List<MessageState> restored);
  }
}
