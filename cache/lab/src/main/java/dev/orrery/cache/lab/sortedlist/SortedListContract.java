package dev.orrery.cache.lab.sortedlist;

import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;

/// What every sorted list must do.
final class SortedListContract {
  private static final int MAXIMUM_STEPS = 30;
  private static final int LONGEST = 300;

  private SortedListContract() {}

  static Contract<Supplier<SortedList>> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "answers as a list that is sorted anew after every change",
            ListStep.steps(MAXIMUM_STEPS),
            SortedListContract::story,
            SortedListContract::answersAsTheNaiveOne),
        Law.of(
            "accounts for every member, and gives all bytes back",
            Arbitraries.integers().between(1, LONGEST),
            members -> "add " + members + " members; remove them all",
            SortedListContract::accountsForMembers));
  }

  private static String story(List<ListStep> steps) {
    return steps.stream().map(ListStep::story).collect(Collectors.joining("; "));
  }

  private static void answersAsTheNaiveOne(Supplier<SortedList> lists, List<ListStep> steps) {
    SortedList list = lists.get();
    NaiveList naive = new NaiveList();
    for (ListStep step : steps) {
      same(step.story(), step.answer(list), step.answer(naive));
    }
    ListStep all = new ListStep.Read();
    same("at the end, \"read all\"", all.answer(list), all.answer(naive));
    for (ScoredMember member : naive.range(0, naive.size())) {
      ListStep rank = new ListStep.Rank(member.member().toString());
      same("at the end, \"" + rank.story() + "\"", rank.answer(list), rank.answer(naive));
    }
  }

  private static void same(String call, String answer, String expected) {
    if (!answer.equals(expected)) {
      throw new AssertionError(call + " answered " + answer + ", expected " + expected);
    }
  }

  private static void accountsForMembers(Supplier<SortedList> lists, int members) {
    SortedList list = lists.get();
    list.add(Bytes.of("first"), 0);
    list.remove(Bytes.of("first"));
    long empty = list.retainedBytes();
    for (int i = 0; i < members; i++) {
      list.add(Bytes.of("a member of 24 bytes %03d".formatted(i)), i);
    }
    long full = list.retainedBytes();
    if (full < empty + 24L * members) {
      throw new AssertionError(
          members + " members of 24 bytes raise it from " + empty + " to " + full);
    }
    for (int i = 0; i < members; i++) {
      list.remove(Bytes.of("a member of 24 bytes %03d".formatted(i)));
    }
    // A structure may keep what it grew, a taller head or a longer array, but not its members.
    if (list.retainedBytes() > empty + Math.max(256, 16L * members)) {
      throw new AssertionError("emptied it still accounts " + list.retainedBytes() + " bytes");
    }
  }
}
