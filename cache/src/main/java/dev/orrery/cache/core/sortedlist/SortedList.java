package dev.orrery.cache.core.sortedlist;

import dev.orrery.cache.core.memory.Bytes;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Distinct members in the order of their scores; members of the same score in the order of their
/// bytes, unsigned. A member's rank is the number of members before it. This is what Redis calls a
/// sorted set.
///
/// A swap point, `cache.sorted-list`: an implementation has a public constructor without arguments.
/// Not thread-safe: the keyspace calls it under its lock.
public interface SortedList {
  /// Puts `member` in, or moves it to its new score. `-0.0` counts as `0.0`.
  ///
  /// @return true when it was not there
  /// @throws IllegalArgumentException when the score is not a number
  boolean add(Bytes member, double score);

  /// @return true when it was there
  boolean remove(Bytes member);

  /// Takes out the `count` members of the lowest ranks, or all when there are fewer.
  void removeLowest(int count);

  /// Empty when it is not there.
  OptionalDouble score(Bytes member);

  /// Empty when it is not there.
  OptionalInt rank(Bytes member);

  /// How many members have a score below `score`, or not above it when `inclusive`: the rank where
  /// such scores end.
  int countBelow(double score, boolean inclusive);

  /// The members of ranks `from` (inclusive) to `to` (exclusive), ascending: a copy.
  ///
  /// @throws IndexOutOfBoundsException unless `0 ≤ from ≤ to ≤ size()`
  List<ScoredMember> range(int from, int to);

  int size();

  /// Bytes of heap that the list retains, members and structures included.
  long retainedBytes();
}
