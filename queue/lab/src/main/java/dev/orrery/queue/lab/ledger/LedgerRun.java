package dev.orrery.queue.lab.ledger;

import dev.orrery.queue.core.delivery.DeliveryLedger;
import dev.orrery.queue.core.delivery.LedgerInput;
import dev.orrery.queue.core.delivery.LedgerOptions;
import dev.orrery.queue.core.delivery.LedgerStep;
import dev.orrery.queue.core.delivery.LedgerStep.Change;
import dev.orrery.queue.core.delivery.MessageState;
import dev.orrery.queue.core.retry.RetryPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Does the same to a ledger and to the plain one, and compares all that can be seen of them.
final class LedgerRun {
  private static final long START_MILLIS = 1_000_000;
  private static final int MAXIMUM_WAKES = 100;

  /// A lease under the tokens that each of the two gave it.
  private record Lease(long id, long subject, long model) {}

  private final DeliveryLedger.Factory factory;
  private final LedgerOptions options;
  private final PlainLedger model;
  private DeliveryLedger subject;
  private final TreeMap<Long, MessageState> stored = new TreeMap<>();
  private final List<Lease> leases = new ArrayList<>();
  private final Set<Long> tokens = new HashSet<>();
  private long now = START_MILLIS;
  private long lastId;

  LedgerRun(DeliveryLedger.Factory factory, int maximumDeliveries, boolean retriesWait) {
    RetryPolicy retry = (id, failures) -> retriesWait ? 3L * failures : 0;
    AtomicLong token = new AtomicLong(1);
    this.factory = factory;
    this.options = new LedgerOptions(maximumDeliveries, retry, token::getAndIncrement);
    AtomicLong modelToken = new AtomicLong(1);
    this.model =
        new PlainLedger(
            new LedgerOptions(maximumDeliveries, retry, modelToken::getAndIncrement),
            List.of(),
            Set.of());
    this.subject = factory.open(options, List.of());
  }

  void perform(LedgerMove move) {
    switch (move.kind()) {
      case SEND -> both(new LedgerInput.Enqueue(++lastId, now));
      case SEND_DELAYED -> both(new LedgerInput.Enqueue(++lastId, now + move.millis()));
      case LEASE -> lease(1 + move.which() % 3, move.millis());
      case WITHDRAW -> both(new LedgerInput.Withdraw(1 + move.which()));
      case WAIT -> {
        now += move.millis();
        both(new LedgerInput.Tick());
      }
      case WAKE -> wake();
      case RESTART -> {
        subject = factory.open(options, List.copyOf(stored.values()));
        both(new LedgerInput.Tick());
      }
      case ACKNOWLEDGE, RETURN, RETURN_DELAYED, EXTEND -> settle(move);
    }
  }

  private void settle(LedgerMove move) {
    if (leases.isEmpty()) {
      return;
    }
    Lease lease = leases.get(move.which() % leases.size());
    both(settlement(move, lease.id, lease.subject), settlement(move, lease.id, lease.model));
  }

  private static LedgerInput settlement(LedgerMove move, long id, long token) {
    return switch (move.kind()) {
      case RETURN -> new LedgerInput.Return(id, token, OptionalLong.empty());
      case RETURN_DELAYED -> new LedgerInput.Return(id, token, OptionalLong.of(move.millis()));
      case EXTEND -> new LedgerInput.Extend(id, token, move.millis());
      default -> new LedgerInput.Acknowledge(id, token);
    };
  }

  private void lease(int maximum, long millis) {
    LedgerInput input = new LedgerInput.Lease(maximum, millis);
    LedgerStep given = step(input);
    LedgerStep right = model.step(input, now);
    check(
        withoutTokens(given.leased()).equals(withoutTokens(right.leased())),
        "leased " + withoutTokens(given.leased()) + ", not " + withoutTokens(right.leased()));
    for (int i = 0; i < given.leased().size(); i++) {
      MessageState lease = given.leased().get(i);
      check(tokens.add(lease.token()), "token " + lease.token() + " was given out before");
      leases.add(new Lease(lease.id(), lease.token(), right.leased().get(i).token()));
    }
    compare();
  }

  private void both(LedgerInput input) {
    both(input, input);
  }

  private void both(LedgerInput toSubject, LedgerInput toModel) {
    LedgerStep given = step(toSubject);
    LedgerStep right = model.step(toModel, now);
    check(
        given.applied() == right.applied(),
        toModel + (given.applied() ? " was accepted" : " was refused") + " and should not be");
    compare();
  }

  private LedgerStep step(LedgerInput input) {
    LedgerStep step = subject.step(input, now);
    for (Change change : step.changes()) {
      switch (change) {
        case Change.Now(MessageState state) -> stored.put(state.id(), state);
        case Change.Gone(long id) -> stored.remove(id);
      }
    }
    return step;
  }

  private void compare() {
    check(
        subject.counts().equals(model.counts()),
        "counts " + subject.counts() + ", not " + model.counts());
    List<MessageState> written = withoutTokens(List.copyOf(stored.values()));
    List<MessageState> right = withoutTokens(model.messages());
    check(written.equals(right), "what was to be written adds up to " + written + ", not " + right);
    OptionalLong wake = subject.nextDeadline();
    OptionalLong due = model.nextDeadline();
    check(wake.isPresent() == due.isPresent(), "next deadline " + wake + ", due is " + due);
    check(
        due.isEmpty() || wake.getAsLong() <= due.getAsLong(),
        "would be woken at " + wake + ", due is " + due);
  }

  /// Sleeps until the subject wants to be woken, and again, until what is due first has come.
  private void wake() {
    OptionalLong due = model.nextDeadline();
    if (due.isEmpty()) {
      return;
    }
    for (int i = 0; now < due.getAsLong(); i++) {
      check(i < MAXIMUM_WAKES, "is woken again and again and gets nowhere");
      now = Math.max(now, subject.nextDeadline().orElse(due.getAsLong()));
      both(new LedgerInput.Tick());
    }
  }

  private static List<MessageState> withoutTokens(List<MessageState> states) {
    return states.stream()
        .map(it -> new MessageState(it.id(), it.phase(), it.deliveries(), it.untilMillis(), 0))
        .toList();
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
