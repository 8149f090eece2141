package dev.orrery.queue.lab.ledger;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// One thing done to a queue in a case.
///
/// @param which of the leases handed out so far, or of the ids, counted round
/// @param millis a time
record LedgerMove(Kind kind, int which, int millis) {
  enum Kind {
    SEND,
    SEND_DELAYED,
    LEASE,
    ACKNOWLEDGE,
    RETURN,
    RETURN_DELAYED,
    EXTEND,
    WITHDRAW,
    WAIT,
    WAKE,
    RESTART
  }

  private static final int MAXIMUM_MILLIS = 40;

  /// Moves of the given kinds, each as often as it is named, among sends and leases.
  static Arbitrary<LedgerMove> among(Kind... kinds) {
    Arbitrary<Kind> kind =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.of(Kind.SEND)),
            Tuple.of(3, Arbitraries.of(Kind.LEASE)),
            Tuple.of(5, Arbitraries.of(kinds)));
    return Combinators.combine(
            kind,
            Arbitraries.integers().between(0, 7),
            Arbitraries.integers().between(1, MAXIMUM_MILLIS))
        .as(LedgerMove::new);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case SEND -> "send";
      case SEND_DELAYED -> "send, ready in " + millis;
      case LEASE -> "lease up to " + (1 + which % 3) + " for " + millis;
      case ACKNOWLEDGE -> "acknowledge lease #" + which;
      case RETURN -> "return lease #" + which;
      case RETURN_DELAYED -> "return lease #" + which + " for " + millis;
      case EXTEND -> "extend lease #" + which + " by " + millis;
      case WITHDRAW -> "withdraw message #" + which;
      case WAIT -> "wait " + millis;
      case WAKE -> "wake at the next deadline";
      case RESTART -> "restart";
    };
  }
}
