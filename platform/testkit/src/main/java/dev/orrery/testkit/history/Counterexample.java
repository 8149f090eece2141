package dev.orrery.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Cuts a history that is not linearizable down to what a person can follow.
///
/// 1. The shortest failing prefix: up to the end that the search could not get past. What had not
///    ended by then becomes an operation of unknown outcome.
/// 2. Split at the last quiet moment, when no operation of known outcome was under way: what lies
///    before is told by the states it may have led to.
/// 3. Of the rest, without the reads that the failure does not need. To forget a result only
///    loosens the history, so what still fails, from each of those states, is a true
///    counterexample.
final class Counterexample<S, O, R> {
  private static final int MAXIMUM_CONFIGURATIONS = 200_000;
  private static final int MAXIMUM_FORGETTING = 32;
  private static final int MAXIMUM_STATES = 64;
  private static final int TOLD_STATES = 5;
  private static final int BAR_WIDTH = 40;

  private final Model<S, O, R> model;
  private final List<Operation<O, R>> history;

  private final long end;

  Counterexample(Model<S, O, R> model, List<Operation<O, R>> history, long end) {
    this.model = model;
    this.history = history;
    this.end = end;
  }

  String tell() {
    List<Operation<O, R>> failing =
        history.stream()
            .filter(operation -> operation.invoked() <= end)
            .map(operation -> operation.returned() > end ? operation.forgotten() : operation)
            .sorted(Comparator.comparingLong(Operation::invoked))
            .toList();
    long quiet = lastQuietMoment(failing);
    List<Operation<O, R>> before = failing.stream().filter(o -> o.invoked() < quiet).toList();
    List<Operation<O, R>> window = failing.stream().filter(o -> o.invoked() >= quiet).toList();
    Set<S> states = new Search<>(model, before, MAXIMUM_CONFIGURATIONS).finalStates(MAXIMUM_STATES);
    List<Operation<O, R>> open = before.stream().filter(o -> !o.isKnown()).toList();
    return "not linearizable: no order of these operations gives these results\n  before: "
        + before.size()
        + " operations, after which the state was "
        + states.stream()
            .limit(TOLD_STATES)
            .map(String::valueOf)
            .collect(Collectors.joining(" or "))
        + (states.size() > TOLD_STATES ? " or others" : "")
        + "\n"
        + picture(states.size() < MAXIMUM_STATES ? needed(open, window, states) : window);
  }

  /// The latest beginning of an operation of known outcome before which all others of known outcome
  /// that began earlier had ended.
  private static <O, R> long lastQuietMoment(List<Operation<O, R>> operations) {
    long quiet = Long.MIN_VALUE;
    long latestEnd = Long.MIN_VALUE;
    for (Operation<O, R> operation : operations) {
      if (operation.isKnown()) {
        if (operation.invoked() > latestEnd) {
          quiet = operation.invoked();
        }
        latestEnd = Math.max(latestEnd, operation.returned());
      }
    }
    return quiet;
  }

  private List<Operation<O, R>> needed(
      List<Operation<O, R>> open, List<Operation<O, R>> window, Set<S> states) {
    List<Operation<O, R>> kept = new ArrayList<>(window);
    window.stream()
        .filter(operation -> leavesAsIs(states, operation))
        .limit(MAXIMUM_FORGETTING)
        .forEach(operation -> {
          List<Operation<O, R>> fewer = new ArrayList<>(kept);
          fewer.remove(operation);
          List<Operation<O, R>> all = new ArrayList<>(open);
          all.addAll(fewer);
          all.add(operation.forgotten());
          if (states.stream().allMatch(state -> failsFrom(state, all))) {
            kept.remove(operation);
          }
        });
    return kept;
  }

  private boolean failsFrom(S state, List<Operation<O, R>> operations) {
    return new Search<>(model, state, operations, MAXIMUM_CONFIGURATIONS).run()
        == Search.Answer.NONE;
  }

  private boolean leavesAsIs(Set<S> states, Operation<O, R> operation) {
    return states.stream()
        .allMatch(state -> model.step(state, operation.input()).state().equals(state));
  }

  /// A line an operation, with a bar from its beginning to its end; time goes to the right.
  private String picture(List<Operation<O, R>> window) {
    TreeSet<Long> times = new TreeSet<>();
    for (Operation<O, R> operation : window) {
      times.add(operation.invoked());
      times.add(Math.min(operation.returned(), end + 1));
    }
    List<Long> order = List.copyOf(times);
    int step = Math.max(1, BAR_WIDTH / Math.max(1, order.size()));
    int names = window.stream().mapToInt(o -> o.process().length()).max().orElse(0);
    StringBuilder told = new StringBuilder();
    for (Operation<O, R> operation : window) {
      int from = order.indexOf(operation.invoked()) * step;
      int to = order.indexOf(Math.min(operation.returned(), end + 1)) * step;
      told.append("  ")
          .append(operation.process())
          .repeat(' ', names - operation.process().length() + 2)
          .repeat(' ', from)
          .append('├')
          .repeat('─', Math.max(0, to - from - 1))
          .append(operation.isKnown() ? '┤' : '╌')
          .repeat(' ', Math.max(0, order.size() * step - Math.max(to, from + 1) + 1))
          .append(operation.input())
          .append(' ')
          .append(operation.outcome())
          .append('\n');
    }
    return told.toString();
  }
}
