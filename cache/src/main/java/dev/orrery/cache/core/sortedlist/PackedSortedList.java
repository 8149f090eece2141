package dev.orrery.cache.core.sortedlist;

import dev.orrery.cache.core.listpack.Listpack;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A small sorted list in one array: member, score, member, score, in order. Everything is linear,
/// so it is for lists that stay small; scores are eight bytes each.
public final class PackedSortedList implements SortedList {
  private static final int FIXED_BYTES =
      MemoryLayout.align(MemoryLayout.OBJECT_HEADER + MemoryLayout.REFERENCE);

  private final Listpack pairs = new Listpack();

  private double scoreAt(int memberPlace) {
    return ByteBuffer.wrap(pairs.get(pairs.next(memberPlace))).getDouble();
  }

  private int behind(int memberPlace) {
    return pairs.next(pairs.next(memberPlace));
  }

  private ScoredMember at(int memberPlace) {
    return new ScoredMember(Bytes.of(pairs.get(memberPlace)), scoreAt(memberPlace));
  }

  @Override
  public boolean add(Bytes member, double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("a score is a number; NaN has no place in an order");
    }
    boolean fresh = !remove(member);
    ScoredMember scored = new ScoredMember(member, score + 0.0); // −0.0 becomes 0.0
    int place = 0;
    while (place < pairs.end() && at(place).compareTo(scored) < 0) {
      place = behind(place);
    }
    pairs.insert(place, ByteBuffer.allocate(Double.BYTES).putDouble(scored.score()).array());
    pairs.insert(place, member.array());
    return fresh;
  }

  @Override
  public boolean remove(Bytes member) {
    int place = pairs.find(member.array(), 2);
    if (place < 0) {
      return false;
    }
    removeAt(place);
    return true;
  }

  private void removeAt(int place) {
    pairs.remove(place);
    pairs.remove(place);
  }

  @Override
  public void removeLowest(int count) {
    for (int i = Math.min(count, size()); i > 0; i--) {
      removeAt(0);
    }
  }

  @Override
  public OptionalDouble score(Bytes member) {
    int place = pairs.find(member.array(), 2);
    return place < 0 ? OptionalDouble.empty() : OptionalDouble.of(scoreAt(place));
  }

  @Override
  public OptionalInt rank(Bytes member) {
    int rank = 0;
    for (int place = 0; place < pairs.end(); place = behind(place)) {
      if (pairs.equalsAt(place, member.array())) {
        return OptionalInt.of(rank);
      }
      rank++;
    }
    return OptionalInt.empty();
  }

  @Override
  public int countBelow(double score, boolean inclusive) {
    int count = 0;
    for (int place = 0; place < pairs.end(); place = behind(place)) {
      double held = scoreAt(place);
      if (held > score || (held == score && !inclusive)) {
        break;
      }
      count++;
    }
    return count;
  }

  @Override
  public List<ScoredMember> range(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    List<ScoredMember> members = new ArrayList<>(to - from);
    int place = pairs.place(2 * from);
    for (int rank = from; rank < to; rank++) {
      members.add(at(place));
      place = behind(place);
    }
    return members;
  }

  @Override
  public int size() {
    return pairs.count() / 2;
  }

  @Override
  public long retainedBytes() {
    return FIXED_BYTES + pairs.retainedBytes();
  }
}
