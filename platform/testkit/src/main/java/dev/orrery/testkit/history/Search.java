package dev.orrery.testkit.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Wing and Gong's search with Lowe's memoisation over one history (see the package's page).
///
/// The operations of known outcome stand in a doubly linked list of events, beginnings and ends by
/// time, from which a chosen operation is lifted out and into which it is put back in constant
/// time. The candidates at any point are the beginnings before the list's first end. Operations of
/// unknown outcome have no end; they stand aside and are tried after the others, once their
/// beginning lies before that first end.
final class Search<S, O, R> {
  enum Answer {
    FOUND,
    NONE,
    UNDECIDED
  }

  /// An event of the list. A beginning knows its end.
  private static final class Event {
    final int operation;
    final long time;
    Event previous = this;
    Event next = this;
    Event end = this;

    Event(int operation, long time) {
      this.operation = operation;
      this.time = time;
    }

    boolean isBeginning() {
      return end != this;
    }

    void unlink() {
      previous.next = next;
      next.previous = previous;
    }

    void relink() {
      previous.next = this;
      next.previous = this;
    }
  }

  /// A choice made: the operation and the state before it. `event` is the list's head for one of
  /// unknown outcome.
  private record Choice<S>(int operation, Event event, S before) {}

  /// What is memoised, and for it the sets of unknown operations used up on the way there. To have
  /// used fewer is never worse, for they need not happen: a superset of a set met before is not
  /// searched. The first `prefix` words of the known operations are all done.
  private record Configuration(int prefix, BitSet knownDone, Object state) {}

  private final Model<S, O, R> model;
  private final List<Operation<O, R>> operations;
  private final int known;
  private final Event head = new Event(-1, Long.MIN_VALUE);
  private final Map<Configuration, List<BitSet>> met = new HashMap<>();
  private final List<Choice<S>> choices = new ArrayList<>();
  private final BitSet done = new BitSet();
  private final int maximumConfigurations;
  private int configurations;
  private long stuckAt = Long.MIN_VALUE;
  private int knownDone;
  private S state;

  Search(Model<S, O, R> model, List<Operation<O, R>> history, int maximumConfigurations) {
    this(model, model.initial(), history, maximumConfigurations);
  }

  Search(
      Model<S, O, R> model, S initial, List<Operation<O, R>> history, int maximumConfigurations) {
    this.model = model;
    this.maximumConfigurations = maximumConfigurations;
    this.state = initial;
    this.operations =
        history.stream()
            .sorted(
                Comparator.<Operation<O, R>, Boolean>comparing(operation -> !operation.isKnown())
                    .thenComparing(Operation::invoked))
            .toList();
    this.known = (int) operations.stream().filter(Operation::isKnown).count();
    link();
  }

  private void link() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < known; i++) {
      Event beginning = new Event(i, operations.get(i).invoked());
      beginning.end = new Event(i, operations.get(i).returned());
      events.add(beginning);
      events.add(beginning.end);
    }
    // At equal times beginnings come first: such operations count as overlapping.
    events.sort(Comparator.<Event>comparingLong(e -> e.time).thenComparing(e -> !e.isBeginning()));
    Event last = head;
    for (Event event : events) {
      last.next = event;
      event.previous = last;
      last = event;
    }
    last.next = head;
    head.previous = last;
  }

  /// Whether there is an order.
  Answer run() {
    return search(Integer.MAX_VALUE, new HashSet<>()) ? Answer.FOUND : unless();
  }

  /// The states that the history may have led to, at most `limit` of them.
  Set<S> finalStates(int limit) {
    Set<S> found = new LinkedHashSet<>();
    if (search(limit, found)) {
      found.add(state);
    }
    return found;
  }

  /// After [Answer#NONE]: the end that no order could get past, which is the end of the shortest
  /// failing prefix.
  long stuckAt() {
    return stuckAt;
  }

  /// Whether the search ended at its bound, so that its answer is not complete.
  boolean isExhausted() {
    return configurations >= maximumConfigurations;
  }

  private Answer unless() {
    return isExhausted() ? Answer.UNDECIDED : Answer.NONE;
  }

  /// True at the first order found when `limit` is the greatest integer; otherwise goes on,
  /// collecting the states in which all operations of known outcome are done, until `limit` of them
  /// are found.
  private boolean search(int limit, Set<S> ends) {
    Event at = head.next;
    int unknown = known;
    while (configurations < maximumConfigurations) {
      if (knownDone == known) {
        if (limit == Integer.MAX_VALUE) {
          return true;
        }
        ends.add(state);
        if (ends.size() >= limit) {
          return false;
        }
      }
      if (at != head && at.isBeginning()) {
        if (choose(at.operation, at)) {
          at = head.next;
          unknown = known;
        } else {
          at = at.next;
        }
        continue;
      }
      long firstEnd = at == head ? Long.MAX_VALUE : at.time;
      if (unknown < operations.size()) {
        if (operations.get(unknown).invoked() <= firstEnd && choose(unknown, head)) {
          at = head.next;
          unknown = known;
        } else {
          unknown++;
        }
        continue;
      }
      if (at != head) {
        stuckAt = Math.max(stuckAt, at.time);
      }
      if (choices.isEmpty()) {
        return false;
      }
      Choice<S> last = takeBack();
      if (last.operation() < known) {
        at = last.event().next;
        unknown = known;
      } else {
        at = firstEndOfList();
        unknown = last.operation() + 1;
      }
    }
    return false;
  }

  private Event firstEndOfList() {
    Event event = head.next;
    while (event != head && event.isBeginning()) {
      event = event.next;
    }
    return event;
  }

  private boolean choose(int operation, Event event) {
    if (done.get(operation)) {
      return false;
    }
    Operation<O, R> tried = operations.get(operation);
    Model.Step<S, R> step = model.step(state, tried.input());
    if (!tried.fits(seen -> model.fits(step.result(), seen))) {
      return false;
    }
    if (operation >= known && step.state().equals(state)) {
      return false; // without effect it may as well never have happened
    }
    done.set(operation);
    if (wasMet(step.state())) {
      done.clear(operation);
      return false;
    }
    choices.add(new Choice<>(operation, event, state));
    state = step.state();
    if (operation < known) {
      knownDone++;
      event.unlink();
      event.end.unlink();
    }
    return true;
  }

  private Choice<S> takeBack() {
    Choice<S> last = choices.removeLast();
    done.clear(last.operation());
    state = last.before();
    if (last.operation() < known) {
      knownDone--;
      last.event().end.relink();
      last.event().relink();
    }
    return last;
  }

  /// Whether this configuration, or one at least as good, was met before; remembers it otherwise.
  private boolean wasMet(S reached) {
    int prefix = Math.min(done.nextClearBit(0), known) / Long.SIZE;
    Configuration configuration =
        new Configuration(prefix, done.get(prefix * Long.SIZE, known), reached);
    BitSet used = done.get(known, operations.size());
    List<BitSet> before = met.computeIfAbsent(configuration, fresh -> new ArrayList<>(1));
    for (BitSet fewer : before) {
      if (isSubset(fewer, used)) {
        return true;
      }
    }
    before.add(used);
    configurations++;
    return false;
  }

  private static boolean isSubset(BitSet part, BitSet whole) {
    for (int i = part.nextSetBit(0); i >= 0; i = part.nextSetBit(i + 1)) {
      if (!whole.get(i)) {
        return false;
      }
    }
    return true;
  }
}
