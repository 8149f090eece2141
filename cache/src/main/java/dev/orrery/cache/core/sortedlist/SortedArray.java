package dev.orrery.cache.core.sortedlist;

import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A sorted array, searched by halving: the plain alternative to [SkipList]. A rank is an index and
/// a range a copy, and a member costs half the memory; but an insertion moves all that stands
/// behind it, so it is O(n) where the skip list is O(log n). For a timeline of some hundred
/// members, added at the end, nobody notices.
public final class SortedArray implements SortedList {
  private static final int FIXED_BYTES =
      24 + 24 + MemoryLayout.HASH_MAP + 2 * MemoryLayout.wordArray(16);

  /// Map entry, scored member, and a slot of an array that is between 2/3 and wholly full.
  private static final int MEMBER_BYTES = MemoryLayout.HASH_MAP_ENTRY + 24 + 5;

  private final List<ScoredMember> order = new ArrayList<>();
  private final Map<Bytes, ScoredMember> members = new HashMap<>();
  private long memberBytes;

  @Override
  public boolean add(Bytes member, double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("a score is a number; NaN has no place in an order");
    }
    boolean fresh = !remove(member);
    ScoredMember scored = new ScoredMember(member, score + 0.0);
    order.add(-1 - Collections.binarySearch(order, scored), scored);
    members.put(member, scored);
    memberBytes += MEMBER_BYTES + MemoryLayout.bytes(member);
    return fresh;
  }

  @Override
  public boolean remove(Bytes member) {
    ScoredMember held = members.remove(member);
    if (held == null) {
      return false;
    }
    order.remove(Collections.binarySearch(order, held));
    memberBytes -= MEMBER_BYTES + MemoryLayout.bytes(held.member());
    return true;
  }

  @Override
  public void removeLowest(int count) {
    List<ScoredMember> lowest = order.subList(0, Math.min(count, order.size()));
    for (ScoredMember scored : lowest) {
      members.remove(scored.member());
      memberBytes -= MEMBER_BYTES + MemoryLayout.bytes(scored.member());
    }
    lowest.clear();
  }

  @Override
  public OptionalDouble score(Bytes member) {
    ScoredMember held = members.get(member);
    return held == null ? OptionalDouble.empty() : OptionalDouble.of(held.score());
  }

  @Override
  public OptionalInt rank(Bytes member) {
    ScoredMember held = members.get(member);
    return held == null
        ? OptionalInt.empty()
        : OptionalInt.of(Collections.binarySearch(order, held));
  }

  @Override
  public int countBelow(double score, boolean inclusive) {
    int low = 0;
    int high = order.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      double there = order.get(middle).score();
      if (there < score || (inclusive && there == score)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public List<ScoredMember> range(int from, int to) {
    return List.copyOf(order.subList(from, to));
  }

  @Override
  public int size() {
    return order.size();
  }

  @Override
  public long retainedBytes() {
    return FIXED_BYTES + memberBytes;
  }
}
