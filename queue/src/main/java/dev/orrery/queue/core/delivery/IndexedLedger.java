package dev.orrery.queue.core.delivery;

import dev.orrery.primitives.timerwheel.TimerWheel;
import dev.orrery.primitives.timerwheel.Timers;
import dev.orrery.queue.core.delivery.LedgerStep.Change;
import dev.orrery.queue.core.delivery.MessageState.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A ledger with an index for each question: messages by id, the ready ones by position, and a
/// timer wheel for what ends. Every input costs O(log n) a message, and a lease that is
/// acknowledged in time, which is nearly every one, starts and stops a timer in constant time.
public final class IndexedLedger implements DeliveryLedger {
  /// The wheel is told milliseconds, so a tick of 1 is exact.
  private static final long TICK_MILLIS = 1;

  private static final class Held {
    MessageState state;
    Timers.@Nullable Timer timer;

    Held(MessageState state) {
      this.state = state;
    }
  }

  private final LedgerOptions options;
  private final Map<Long, Held> messages = new HashMap<>();
  private final TreeSet<Long> ready = new TreeSet<>();
  private final Timers<Held> timers = new TimerWheel<>(TICK_MILLIS, 0);
  private final EnumMap<Phase, Integer> counts = new EnumMap<>(Phase.class);
  private long highestId;
  private long nowMillis;

  public IndexedLedger(LedgerOptions options, List<MessageState> restored) {
    this.options = options;
    for (Phase phase : Phase.values()) {
      counts.put(phase, 0);
    }
    for (MessageState state : restored) {
      Held held = new Held(state);
      messages.put(state.id(), held);
      highestId = Math.max(highestId, state.id());
      enter(held);
    }
  }

  @Override
  public LedgerStep step(LedgerInput input, long now) {
    nowMillis = Math.max(nowMillis, now);
    List<Change> changes = new ArrayList<>();
    for (Held held : timers.advance(nowMillis)) {
      held.timer = null;
      if (held.state.phase() == Phase.LEASED) {
        fail(held, OptionalLong.empty(), changes);
      } else {
        move(held, MessageState.ready(held.state.id(), held.state.deliveries()), changes);
      }
    }
    return switch (input) {
      case LedgerInput.Tick() -> new LedgerStep(true, List.of(), changes);
      case LedgerInput.Enqueue(long id, long visibleAt) -> enqueue(id, visibleAt, changes);
      case LedgerInput.Lease(int maximum, long millis) -> lease(maximum, millis, changes);
      case LedgerInput.Acknowledge(long id, long token) -> remove(underLease(id, token), changes);
      case LedgerInput.Return(long id, long token, OptionalLong delay) -> {
        Held held = underLease(id, token);
        if (held != null) {
          fail(held, delay, changes);
        }
        yield new LedgerStep(held != null, List.of(), changes);
      }
      case LedgerInput.Extend(long id, long token, long millis) ->
          extend(underLease(id, token), millis, changes);
      case LedgerInput.Withdraw(long id) -> {
        Held held = messages.get(id);
        boolean leased = held != null && held.state.phase() == Phase.LEASED;
        yield remove(leased ? null : held, changes);
      }
    };
  }

  private LedgerStep enqueue(long id, long visibleAt, List<Change> changes) {
    if (id <= highestId) {
      throw new IllegalArgumentException("id " + id + " is not above " + highestId);
    }
    highestId = id;
    Held held =
        new Held(
            visibleAt > nowMillis
                ? MessageState.delayed(id, 0, visibleAt)
                : MessageState.ready(id, 0));
    messages.put(id, held);
    enter(held);
    changes.add(new Change.Now(held.state));
    return new LedgerStep(true, List.of(), changes);
  }

  private LedgerStep lease(int maximum, long leaseMillis, List<Change> changes) {
    List<MessageState> leased = new ArrayList<>();
    while (leased.size() < maximum && !ready.isEmpty()) {
      Held held = of(ready.getFirst());
      MessageState next =
          MessageState.leased(
              held.state.id(),
              held.state.deliveries() + 1,
              nowMillis + leaseMillis,
              options.tokens().getAsLong());
      move(held, next, changes);
      leased.add(next);
    }
    return new LedgerStep(true, leased, changes);
  }

  private LedgerStep extend(@Nullable Held held, long leaseMillis, List<Change> changes) {
    if (held != null) {
      MessageState before = held.state;
      move(
          held,
          MessageState.leased(
              before.id(), before.deliveries(), nowMillis + leaseMillis, before.token()),
          changes);
    }
    return new LedgerStep(held != null, List.of(), changes);
  }

  private LedgerStep remove(@Nullable Held held, List<Change> changes) {
    if (held != null) {
      leave(held);
      messages.remove(held.state.id());
      changes.add(new Change.Gone(held.state.id()));
    }
    return new LedgerStep(held != null, List.of(), changes);
  }

  /// A delivery has failed: dead after the last one, else back to its place, now or later.
  private void fail(Held held, OptionalLong delay, List<Change> changes) {
    long id = held.state.id();
    int deliveries = held.state.deliveries();
    if (options.maximumDeliveries() > 0 && deliveries >= options.maximumDeliveries()) {
      move(held, MessageState.dead(id, deliveries), changes);
      return;
    }
    long wait = delay.orElseGet(() -> options.retry().delayMillis(id, deliveries));
    move(
        held,
        wait > 0
            ? MessageState.delayed(id, deliveries, nowMillis + wait)
            : MessageState.ready(id, deliveries),
        changes);
  }

  private @Nullable Held underLease(long id, long token) {
    Held held = messages.get(id);
    return held != null && held.state.phase() == Phase.LEASED && held.state.token() == token
        ? held
        : null;
  }

  private void move(Held held, MessageState next, List<Change> changes) {
    leave(held);
    held.state = next;
    enter(held);
    changes.add(new Change.Now(next));
  }

  private void enter(Held held) {
    counts.merge(held.state.phase(), 1, Integer::sum);
    switch (held.state.phase()) {
      case READY -> ready.add(held.state.id());
      case DELAYED, LEASED -> held.timer = timers.schedule(held.state.untilMillis(), held);
      case DEAD -> {}
    }
  }

  private void leave(Held held) {
    counts.merge(held.state.phase(), -1, Integer::sum);
    ready.remove(held.state.id());
    if (held.timer != null) {
      held.timer.cancel();
      held.timer = null;
    }
  }

  private Held of(long id) {
    Held held = messages.get(id);
    if (held == null) {
      throw new IllegalStateException("message " + id + " is ready and not there");
    }
    return held;
  }

  @Override
  public OptionalLong nextDeadline() {
    return timers.nextDeadline();
  }

  @Override
  public LedgerCounts counts() {
    return new LedgerCounts(
        count(Phase.READY), count(Phase.DELAYED), count(Phase.LEASED), count(Phase.DEAD));
  }

  private int count(Phase phase) {
    return counts.getOrDefault(phase, 0);
  }
}
