package dev.orrery.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Cuts a history that is not linearizable down to what a person can follow.
///
/// 1. The shortest failing prefix: up to the end that the search could not get past. What had not
///    ended by then becomes an operation of unknown outcome.
/// 2. Its last part, beginning as late as possible, first with the operation that could not be
///    ordered. What had ended before is told by the states it may have led to; an operation across
///    the cut counts on both sides, before it as one that may have happened. All this only loosens
///    the history, so what fails from each of those states is a true counterexample; if it does not
///    fail, the cut goes further back.
/// 3. Of that part, without the reads that the failure does not need, by the same reasoning.
final class Counterexample<S, O, R> {
  private static final int MAXIMUM_CONFIGURATIONS = 200_000;
  private static final int MAXIMUM_FORGETTING = 32;
  private static final int MAXIMUM_STATES = 64;
  private static final int STEP_BACK = 4;
  private static final int SMALL_STEPS = 12;
  private static final int TOLD_STATES = 5;
  private static final int BAR_WIDTH = 40;

  /// A history's last part, and where it may start from.
  private record Window<S, O, R>(int before, Set<S> states, List<Operation<O, R>> operations) {}

  private final Model<S, O, R> model;
  private final List<Operation<O, R>> failing;
  private final long end;

  /// @param end see [Search#stuckAt()]
  Counterexample(Model<S, O, R> model, List<Operation<O, R>> history, long end) {
    this.model = model;
    this.end = end;
    this.failing =
        history.stream()
            .filter(operation -> operation.invoked() <= end)
            .map(operation -> operation.returned() > end ? operation.forgotten() : operation)
            .sorted(Comparator.comparingLong(Operation::invoked))
            .toList();
  }

  String tell() {
    Window<S, O, R> window = window();
    String states =
        window.states().stream()
            .limit(TOLD_STATES)
            .map(String::valueOf)
            .collect(Collectors.joining(" or "));
    return "not linearizable: no order of these operations gives these results\n  before: "
        + window.before()
        + " operations, after which the state was "
        + states
        + (window.states().size() > TOLD_STATES ? " or others" : "")
        + "\n"
        + picture(needed(window));
  }

  private Window<S, O, R> window() {
    int start = 0;
    for (int i = 0; i < failing.size(); i++) {
      start = failing.get(i).returned() == end ? i : start;
    }
    for (int steps = 0; start > 0; steps++) {
      Window<S, O, R> window = from(failing.get(start).invoked());
      if (!window.states().isEmpty()
          && window.states().size() < MAXIMUM_STATES
          && window.states().stream().allMatch(state -> fails(state, window.operations()))) {
        return window;
      }
      start -= steps < SMALL_STEPS ? STEP_BACK : start / 2 + 1;
    }
    return new Window<>(0, Set.of(model.initial()), failing);
  }

  private Window<S, O, R> from(long cut) {
    List<Operation<O, R>> before =
        failing.stream()
            .filter(operation -> operation.invoked() < cut)
            .map(operation -> operation.returned() < cut ? operation : operation.forgotten())
            .toList();
    Search<S, O, R> search = new Search<>(model, before, Linearizability.MAXIMUM_CONFIGURATIONS);
    Set<S> states = search.finalStates(MAXIMUM_STATES);
    int ended = (int) before.stream().filter(Operation::isKnown).count();
    return new Window<>(
        ended,
        search.isExhausted() ? Set.of() : states,
        failing.stream().filter(operation -> operation.returned() >= cut).toList());
  }

  private boolean fails(S state, List<Operation<O, R>> operations) {
    return new Search<>(model, state, operations, MAXIMUM_CONFIGURATIONS).run()
        == Search.Answer.NONE;
  }

  private List<Operation<O, R>> needed(Window<S, O, R> window) {
    List<Operation<O, R>> kept = new ArrayList<>(window.operations());
    kept.removeIf(operation -> !operation.isKnown() && leavesAsIs(window, operation));
    window.operations().stream()
        .filter(operation -> operation.isKnown() && leavesAsIs(window, operation))
        .limit(MAXIMUM_FORGETTING)
        .forEach(operation -> {
          List<Operation<O, R>> looser =
              kept.stream().map(o -> o.equals(operation) ? o.forgotten() : o).toList();
          if (window.states().stream().allMatch(state -> fails(state, looser))) {
            kept.remove(operation);
          }
        });
    return kept;
  }

  /// Whether an operation, in every state that could be seen here, leaves it as it is.
  private boolean leavesAsIs(Window<S, O, R> window, Operation<O, R> operation) {
    Set<S> seen = new LinkedHashSet<>(window.states());
    window
        .states()
        .forEach(state ->
            window
                .operations()
                .forEach(other -> seen.add(model.step(state, other.input()).state())));
    return seen.stream()
        .allMatch(state -> model.step(state, operation.input()).state().equals(state));
  }

  /// A line an operation, with a bar from its beginning to its end; time goes to the right.
  private String picture(List<Operation<O, R>> window) {
    List<Long> times =
        List.copyOf(
            new TreeSet<>(
                window.stream()
                    .flatMap(operation -> Stream.of(operation.invoked(), shownEnd(operation)))
                    .toList()));
    int step = Math.max(1, BAR_WIDTH / Math.max(1, times.size()));
    int names = window.stream().mapToInt(o -> o.process().length()).max().orElse(0);
    StringBuilder told = new StringBuilder();
    for (Operation<O, R> operation : window) {
      int from = times.indexOf(operation.invoked()) * step;
      int to = times.indexOf(shownEnd(operation)) * step;
      told.append("  ")
          .append(operation.process())
          .repeat(' ', names - operation.process().length() + 2)
          .repeat(' ', from)
          .append('├')
          .repeat('─', Math.max(0, to - from - 1))
          .append(operation.isKnown() ? '┤' : '╌')
          .repeat(' ', Math.max(0, times.size() * step - Math.max(to, from + 1) + 1))
          .append(operation.input())
          .append(' ')
          .append(operation.outcome())
          .append('\n');
    }
    return told.toString();
  }

  private long shownEnd(Operation<O, R> operation) {
    return Math.min(operation.returned(), end + 1);
  }
}
