package dev.orrery.cache.lab.sortedlist;

import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// One call on a sorted list, and its answer in words.
sealed interface ListStep {
  record Add(String member, double score) implements ListStep {}

  record Remove(String member) implements ListStep {}

  record RemoveLowest(int count) implements ListStep {}

  record Rank(String member) implements ListStep {}

  record CountBelow(double score, boolean inclusive) implements ListStep {}

  /// The whole of it.
  record Read() implements ListStep {}

  /// A stretch of it: as much of these ranks as there is.
  record Range(int from, int length) implements ListStep {}

  static Arbitrary<List<ListStep>> steps(int maximum) {
    Arbitrary<String> members = Arbitraries.of("a", "b", "ab", "c", "é");
    Arbitrary<Double> scores = Arbitraries.of(1.0, 2.0, 3.0, -1.0, Double.POSITIVE_INFINITY);
    Arbitrary<ListStep> add = Combinators.combine(members, scores).as(Add::new);
    Arbitrary<ListStep> remove = members.map(Remove::new);
    Arbitrary<ListStep> lowest = Arbitraries.integers().between(0, 2).map(RemoveLowest::new);
    Arbitrary<ListStep> rank = members.map(Rank::new);
    Arbitrary<ListStep> count =
        Combinators.combine(scores, Arbitraries.of(false, true)).as(CountBelow::new);
    Arbitrary<ListStep> read = Arbitraries.just(new Read());
    Arbitrary<ListStep> range =
        Combinators.combine(
                Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 3))
            .as(Range::new);
    return Arbitraries.oneOf(List.of(add, add, add, remove, lowest, rank, count, read, range))
        .list()
        .ofMaxSize(maximum);
  }

  /// Makes the call.
  default String answer(SortedList list) {
    return switch (this) {
      case Add(String member, double score) ->
          list.add(Bytes.of(member), score) ? "new" : "held before";
      case Remove(String member) -> list.remove(Bytes.of(member)) ? "removed" : "not there";
      case RemoveLowest(int count) -> {
        list.removeLowest(count);
        yield list.size() + " left";
      }
      case Rank(String member) -> {
        OptionalInt rank = list.rank(Bytes.of(member));
        yield rank.isPresent() ? "rank " + rank.getAsInt() : "not there";
      }
      case CountBelow(double score, boolean inclusive) ->
          list.countBelow(score, inclusive) + " of " + list.size();
      case Read _ -> members(list.range(0, list.size()));
      case Range(int from, int length) -> {
        int start = Math.min(from, list.size());
        yield members(list.range(start, Math.min(start + length, list.size())));
      }
    };
  }

  private static String members(List<ScoredMember> members) {
    return members.stream()
        .map(held -> held.member() + ":" + held.score())
        .collect(Collectors.joining(" ", "[", "]"));
  }

  default String story() {
    return switch (this) {
      case Add(String member, double score) -> "add " + member + ":" + score;
      case Remove(String member) -> "remove " + member;
      case RemoveLowest(int count) -> "remove the lowest " + count;
      case Rank(String member) -> "rank of " + member;
      case CountBelow(double score, boolean inclusive) ->
          "count " + (inclusive ? "up to " : "below ") + score;
      case Read _ -> "read all";
      case Range(int from, int length) -> "read " + length + " from rank " + from;
    };
  }
}
