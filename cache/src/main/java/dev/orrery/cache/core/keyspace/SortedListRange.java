package dev.orrery.cache.core.keyspace;

import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import java.util.List;
import java.util.OptionalDouble;

/// A stretch of a sorted list: of the members within the score bounds, those from rank `offset` on.
///
/// @param offset from 0, counted from the end the order begins with
/// @param limit at most so many
/// @param descending highest score first
public record SortedListRange(
    int offset,
    int limit,
    boolean descending,
    OptionalDouble minimumScore,
    OptionalDouble maximumScore) {
  /// What was found.
  ///
  /// @param length of the whole list
  public record Slice(List<ScoredMember> members, int length) {}

  /// Bounds and offsets become a stretch of ascending ranks, which the list cuts out.
  ///
  /// ```
  ///   ranks      0  1  2  3  4  5  6        minimum 20, maximum 50: ranks [1, 5)
  ///   scores     10 20 30 40 50 60 70       ascending, offset 1, limit 2:  [2, 4) → 30 40
  ///                 └─ in bounds ─┘         descending, offset 1, limit 2: [2, 4) → 40 30
  /// ```
  Slice of(SortedList list) {
    int low = minimumScore.isPresent() ? list.countBelow(minimumScore.getAsDouble(), false) : 0;
    int high =
        maximumScore.isPresent() ? list.countBelow(maximumScore.getAsDouble(), true) : list.size();
    if (offset >= high - low) {
      return new Slice(List.of(), list.size());
    }
    int length = Math.min(limit, high - low - offset);
    int from = descending ? high - offset - length : low + offset;
    List<ScoredMember> ascending = list.range(from, from + length);
    return new Slice(descending ? ascending.reversed() : ascending, list.size());
  }
}
