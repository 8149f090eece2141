package dev.orrery.cache.lab.sortedlist;

import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/// Sorted lists that are wrong in one thing each.
final class SortedListTwins {
  private SortedListTwins() {}

  static List<WrongTwin<Supplier<SortedList>>> all() {
    return List.of(
        twin(
            "ties-by-insertion", "equal scores stand in the order they came", TiesByInsertion::new),
        twin("signed-bytes", "compares member bytes as signed", SignedBytes::new),
        twin("stale-position", "a member with a new score keeps its old place", StalePosition::new),
        twin("trims-highest", "removeLowest takes the highest", TrimsHighest::new),
        twin("duplicates", "a member added twice stands twice", Duplicates::new),
        twin("rank-from-one", "counts ranks from 1", RankFromOne::new),
        twin("rank-of-removed", "removal forgets to lower the ranks behind", RankOfRemoved::new),
        twin("exclusive-maximum", "leaves out scores equal to an inclusive bound", Exclusive::new),
        twin("weightless", "accounts nothing for its members", Weightless::new));
  }

  private static WrongTwin<Supplier<SortedList>> twin(
      String name, String mistake, Supplier<SortedList> subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }

  private static final class TiesByInsertion extends NaiveList {
    @Override
    Comparator<ScoredMember> order() {
      return Comparator.comparingDouble(ScoredMember::score);
    }
  }

  private static final class SignedBytes extends NaiveList {
    @Override
    Comparator<ScoredMember> order() {
      return Comparator.comparingDouble(ScoredMember::score)
          .thenComparing(held -> held.member().array(), Arrays::compare);
    }
  }

  private static final class StalePosition extends NaiveList {
    @Override
    public boolean add(Bytes member, double score) {
      OptionalInt held = rank(member);
      if (held.isPresent()) {
        members.set(held.getAsInt(), new ScoredMember(member, score));
        return false;
      }
      return super.add(member, score);
    }
  }

  private static final class TrimsHighest extends NaiveList {
    @Override
    public void removeLowest(int count) {
      members.subList(Math.max(0, members.size() - count), members.size()).clear();
    }
  }

  private static final class Duplicates extends NaiveList {
    @Override
    public boolean add(Bytes member, double score) {
      boolean fresh = score(member).isEmpty();
      members.add(new ScoredMember(member, score));
      members.sort(order());
      return fresh;
    }
  }

  private static final class RankFromOne extends NaiveList {
    @Override
    public OptionalInt rank(Bytes member) {
      OptionalInt rank = super.rank(member);
      return rank.isPresent() ? OptionalInt.of(rank.getAsInt() + 1) : rank;
    }
  }

  /// As a skip list whose spans were not shortened.
  private static final class RankOfRemoved extends NaiveList {
    private int removed;

    @Override
    public boolean remove(Bytes member) {
      boolean there = super.remove(member);
      removed += there ? 1 : 0;
      return there;
    }

    @Override
    public OptionalInt rank(Bytes member) {
      OptionalInt rank = super.rank(member);
      return rank.isPresent() && rank.getAsInt() > 0
          ? OptionalInt.of(rank.getAsInt() + removed)
          : rank;
    }
  }

  private static final class Exclusive extends NaiveList {
    @Override
    public int countBelow(double score, boolean inclusive) {
      return super.countBelow(score, false);
    }
  }

  private static final class Weightless extends NaiveList {
    @Override
    public long retainedBytes() {
      return 64;
    }
  }
}
