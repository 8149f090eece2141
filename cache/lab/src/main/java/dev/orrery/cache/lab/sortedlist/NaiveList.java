package dev.orrery.cache.lab.sortedlist;

import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A sorted list that sorts itself anew after every change: the model the laws compare with. Not
/// final, since the wrong twins are this with one method wrong.
class NaiveList implements SortedList {
  /// Kept in order.
  final List<ScoredMember> members = new ArrayList<>();

  /// The order of the list.
  Comparator<ScoredMember> order() {
    return Comparator.comparingDouble(ScoredMember::score).thenComparing(ScoredMember::member);
  }

  @Override
  public boolean add(Bytes member, double score) {
    boolean fresh = !remove(member);
    members.add(new ScoredMember(member, score));
    members.sort(order());
    return fresh;
  }

  @Override
  public boolean remove(Bytes member) {
    return members.removeIf(held -> held.member().equals(member));
  }

  @Override
  public void removeLowest(int count) {
    members.subList(0, Math.min(count, members.size())).clear();
  }

  @Override
  public OptionalDouble score(Bytes member) {
    return members.stream()
        .filter(held -> held.member().equals(member))
        .mapToDouble(ScoredMember::score)
        .findFirst();
  }

  @Override
  public OptionalInt rank(Bytes member) {
    int rank = members.stream().map(ScoredMember::member).toList().indexOf(member);
    return rank < 0 ? OptionalInt.empty() : OptionalInt.of(rank);
  }

  @Override
  public int countBelow(double score, boolean inclusive) {
    return (int)
        members.stream()
            .filter(held -> held.score() < score || (inclusive && held.score() == score))
            .count();
  }

  @Override
  public List<ScoredMember> range(int from, int to) {
    return List.copyOf(members.subList(from, to));
  }

  @Override
  public int size() {
    return members.size();
  }

  @Override
  public long retainedBytes() {
    return members.stream().mapToLong(held -> 64L + held.member().length()).sum();
  }
}
