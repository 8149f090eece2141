package dev.orrery.cache.core.sortedlist;

import dev.orrery.cache.core.memory.Bytes;

/// A member of a sorted list with its score.
public record ScoredMember(Bytes member, double score) implements Comparable<ScoredMember> {
  /// By score, then by member bytes (unsigned).
  @Override
  public int compareTo(ScoredMember other) {
    int byScore = Double.compare(score, other.score);
    return byScore != 0 ? byScore : member.compareTo(other.member);
  }
}
