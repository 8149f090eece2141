package dev.orrery.queue.lab.ledger;

import dev.orrery.queue.core.delivery.DeliveryLedger;
import dev.orrery.queue.core.delivery.LedgerCounts;
import dev.orrery.queue.core.delivery.LedgerInput;
import dev.orrery.queue.core.delivery.LedgerOptions;
import dev.orrery.queue.core.delivery.LedgerStep;
import dev.orrery.queue.core.delivery.LedgerStep.Change;
import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.delivery.MessageState.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// A ledger that is one list and looks at all of it for everything: slow, and plainly right. It is
/// the contract's model, and with a [Mistake] one of the wrong twins.
final class PlainLedger implements DeliveryLedger {
  /// What can be wrong.
  enum Mistake {
    ANY_TOKEN,
    EXPIRED_LEASE_ACCEPTED,
    BACK_TO_THE_TAIL,
    COUNT_LOST_IN_RESTART,
    DEAD_ONE_TOO_LATE,
    DELAY_FORGOTTEN_IN_RESTART,
    EXTENSION_UNWRITTEN,
    WAKES_TOO_LATE,
    LEASE_ENDS_TOO_LATE
  }

  private final LedgerOptions options;
  private final Set<Mistake> mistakes;

  /// In the order in which they are handed out.
  private final List<MessageState> messages = new ArrayList<>();

  /// The last token of every message, for those who forget to look at the clock.
  private final Map<Long, Long> lastTokens = new HashMap<>();

  private long nowMillis;

  PlainLedger(LedgerOptions options, List<MessageState> restored, Set<Mistake> mistakes) {
    this.options = options;
    this.mistakes = mistakes;
    for (MessageState each : restored) {
      MessageState state = each;
      if (mistakes.contains(Mistake.COUNT_LOST_IN_RESTART)) {
        state = new MessageState(each.id(), each.phase(), 0, each.untilMillis(), each.token());
      }
      if (mistakes.contains(Mistake.DELAY_FORGOTTEN_IN_RESTART) && each.phase() == Phase.DELAYED) {
        state = MessageState.ready(each.id(), each.deliveries());
      }
      messages.add(state);
    }
  }

  static DeliveryLedger.Factory with(Mistake... mistakes) {
    Set<Mistake> set = Set.of(mistakes);
    return (options, restored) -> new PlainLedger(options, restored, set);
  }

  @Override
  public LedgerStep step(LedgerInput input, long now) {
    nowMillis = Math.max(nowMillis, now);
    List<Change> changes = new ArrayList<>();
    for (MessageState each : List.copyOf(messages)) {
      if (isDue(each)) {
        if (each.phase() == Phase.LEASED) {
          fail(each, OptionalLong.empty(), changes);
        } else {
          replace(each, MessageState.ready(each.id(), each.deliveries()), changes);
        }
      }
    }
    List<MessageState> leased = new ArrayList<>();
    boolean applied = apply(input, leased, changes);
    return new LedgerStep(applied, leased, changes);
  }

  private boolean isDue(MessageState state) {
    boolean late = mistakes.contains(Mistake.LEASE_ENDS_TOO_LATE) && state.phase() == Phase.LEASED;
    return isTimed(state) && state.untilMillis() <= (late ? nowMillis - 1 : nowMillis);
  }

  private static boolean isTimed(MessageState state) {
    return state.phase() == Phase.LEASED || state.phase() == Phase.DELAYED;
  }

  private boolean apply(LedgerInput input, List<MessageState> leased, List<Change> changes) {
    switch (input) {
      case LedgerInput.Tick() -> {
        return true;
      }
      case LedgerInput.Enqueue(long id, long visibleAt) -> {
        MessageState state =
            visibleAt > nowMillis
                ? MessageState.delayed(id, 0, visibleAt)
                : MessageState.ready(id, 0);
        messages.add(state);
        changes.add(new Change.Now(state));
        return true;
      }
      case LedgerInput.Lease(int maximum, long millis) -> {
        lease(maximum, millis, leased, changes);
        return true;
      }
      case LedgerInput.Acknowledge(long id, long token) -> {
        return remove(held(id, token), changes);
      }
      case LedgerInput.Return(long id, long token, OptionalLong delay) -> {
        List<MessageState> held = held(id, token);
        held.forEach(it -> fail(it, delay, changes));
        return !held.isEmpty();
      }
      case LedgerInput.Extend(long id, long token, long millis) -> {
        List<MessageState> held = held(id, token);
        for (MessageState it : held) {
          List<Change> written =
              mistakes.contains(Mistake.EXTENSION_UNWRITTEN) ? new ArrayList<>() : changes;
          replace(
              it,
              MessageState.leased(id, it.deliveries(), nowMillis + millis, it.token()),
              written);
        }
        return !held.isEmpty();
      }
      case LedgerInput.Withdraw(long id) -> {
        return remove(
            messages.stream().filter(it -> it.id() == id && it.phase() != Phase.LEASED).toList(),
            changes);
      }
    }
  }

  private void lease(int maximum, long millis, List<MessageState> leased, List<Change> changes) {
    for (MessageState each : List.copyOf(messages)) {
      if (each.phase() == Phase.READY && leased.size() < maximum) {
        long token = options.tokens().getAsLong();
        MessageState next =
            MessageState.leased(each.id(), each.deliveries() + 1, nowMillis + millis, token);
        lastTokens.put(each.id(), token);
        replace(each, next, changes);
        leased.add(next);
      }
    }
  }

  /// The message under that lease, if it still holds.
  private List<MessageState> held(long id, long token) {
    return messages.stream().filter(it -> it.id() == id).filter(it -> holds(it, token)).toList();
  }

  private boolean holds(MessageState state, long token) {
    if (state.phase() == Phase.LEASED) {
      return state.token() == token || mistakes.contains(Mistake.ANY_TOKEN);
    }
    return mistakes.contains(Mistake.EXPIRED_LEASE_ACCEPTED)
        && state.phase() == Phase.READY
        && lastTokens.getOrDefault(state.id(), -1L) == token;
  }

  private boolean remove(List<MessageState> gone, List<Change> changes) {
    gone.forEach(it -> {
      messages.remove(it);
      changes.add(new Change.Gone(it.id()));
    });
    return !gone.isEmpty();
  }

  private void fail(MessageState state, OptionalLong delay, List<Change> changes) {
    int limit =
        options.maximumDeliveries() + (mistakes.contains(Mistake.DEAD_ONE_TOO_LATE) ? 1 : 0);
    int deliveries = state.deliveries();
    if (options.maximumDeliveries() > 0 && deliveries >= limit) {
      replace(state, MessageState.dead(state.id(), deliveries), changes);
      return;
    }
    long wait = delay.orElseGet(() -> options.retry().delayMillis(state.id(), deliveries));
    MessageState next =
        wait > 0
            ? MessageState.delayed(state.id(), deliveries, nowMillis + wait)
            : MessageState.ready(state.id(), deliveries);
    replace(state, next, changes);
    if (mistakes.contains(Mistake.BACK_TO_THE_TAIL)) {
      messages.remove(next);
      messages.add(next);
    }
  }

  private void replace(MessageState before, MessageState after, List<Change> changes) {
    messages.set(messages.indexOf(before), after);
    changes.add(new Change.Now(after));
  }

  @Override
  public OptionalLong nextDeadline() {
    var ends = messages.stream().filter(PlainLedger::isTimed).mapToLong(MessageState::untilMillis);
    return mistakes.contains(Mistake.WAKES_TOO_LATE) ? ends.max() : ends.min();
  }

  @Override
  public LedgerCounts counts() {
    return new LedgerCounts(
        count(Phase.READY), count(Phase.DELAYED), count(Phase.LEASED), count(Phase.DEAD));
  }

  private int count(Phase phase) {
    return (int) messages.stream().filter(it -> it.phase() == phase).count();
  }

  List<MessageState> messages() {
    return List.copyOf(messages);
  }
}
