package dev.orrery.queue.core.delivery;

import java.util.List;

/// What a step did.
///
/// @param applied whether the input found what it was about; false for a lease that no longer
///   holds, and for a withdrawal of what is leased or not there
/// @param leased what a [LedgerInput.Lease] handed out, in order of positions
/// @param changes every message that changed, in the order of the changes, those included that time
///   alone has changed
public record LedgerStep(boolean applied, List<MessageState> leased, List<Change> changes) {
  public LedgerStep {
    leased = List.copyOf(leased);
    changes = List.copyOf(changes);
  }

  /// One message's change.
  public sealed interface Change {
    long id();

    /// It is in this state now.
    record Now(MessageState state) implements Change {
      @Override
      public long id() {
        return state.id();
      }
    }

    /// It is no longer in the queue.
    record Gone(long id) implements Change {}
  }
}
