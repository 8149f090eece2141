package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import java.util.List;

/// A change of one sorted list, applied whole or not at all: members out, members in, trim, time to
/// live, in this order.
///
/// @param add a member that is there already gets the new score; of two with the same member the
///   later counts
/// @param maximumLength keeps this many, dropping the lowest scores; 0 means no bound
/// @param ttlMillis from now; 0 leaves the time to live as it is
public record SortedListChange(
    Bytes key,
    List<ScoredMember> add,
    List<Bytes> remove,
    int maximumLength,
    long ttlMillis,
    Precondition precondition) {
  /// What must hold for the change to happen.
  public sealed interface Precondition {
    Precondition NONE = new None();
    Precondition KEY_EXISTS = new KeyExists();

    record None() implements Precondition {}

    record KeyExists() implements Precondition {}

    record MemberExists(Bytes member) implements Precondition {}
  }

  /// What came of it.
  ///
  /// @param applied false when the precondition did not hold
  /// @param added members that were not there when the adding began
  /// @param length afterwards
  public record Outcome(boolean applied, int added, int length) {}
}
