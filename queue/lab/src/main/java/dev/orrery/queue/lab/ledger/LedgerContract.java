package dev.orrery.queue.lab.ledger;

import dev.orrery.queue.core.delivery.DeliveryLedger;
import dev.orrery.queue.lab.ledger.LedgerMove.Kind;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// What every ledger owes. Each law does other things to it, and all of it is compared each time.
final class LedgerContract {
  private static final int MAXIMUM_MOVES = 25;

  /// @param maximumDeliveries 0 for no limit
  record Case(int maximumDeliveries, boolean retriesWait, List<LedgerMove> moves) {}

  private LedgerContract() {}

  static Contract<DeliveryLedger.Factory> any() {
    return Contract.of(
        Contract.ANY,
        law(
            "a restart changes nothing: counts, leases and delays go on",
            2,
            Kind.RESTART,
            Kind.RETURN,
            Kind.RETURN_DELAYED,
            Kind.SEND_DELAYED,
            Kind.EXTEND,
            Kind.WAIT,
            Kind.ACKNOWLEDGE),
        law(
            "hands out in the order of positions, redeliveries at their old place",
            0,
            Kind.RETURN,
            Kind.ACKNOWLEDGE,
            Kind.WITHDRAW),
        law(
            "a lease holds for its own token, until it ends, and for one settlement",
            0,
            Kind.ACKNOWLEDGE,
            Kind.RETURN,
            Kind.WAIT,
            Kind.EXTEND),
        law(
            "after the last delivery allowed a message is dead, no delivery sooner or later",
            2,
            Kind.RETURN,
            Kind.RETURN,
            Kind.WAIT,
            Kind.WITHDRAW),
        law(
            "says in time when it must be woken",
            3,
            Kind.WAKE,
            Kind.WAKE,
            Kind.SEND_DELAYED,
            Kind.RETURN_DELAYED,
            Kind.ACKNOWLEDGE));
  }

  private static Law<DeliveryLedger.Factory, Case> law(
      String name, int maximumDeliveries, Kind... kinds) {
    Arbitrary<Case> cases =
        Combinators.combine(
                Arbitraries.integers().between(Math.min(1, maximumDeliveries), maximumDeliveries),
                Arbitraries.of(false, true),
                LedgerMove.among(kinds).list().ofMinSize(1).ofMaxSize(MAXIMUM_MOVES))
            .as(Case::new);
    return Law.of(name, cases, LedgerContract::story, LedgerContract::run);
  }

  private static String story(Case told) {
    return (told.maximumDeliveries == 0
            ? ""
            : "at most " + told.maximumDeliveries + " deliveries; ")
        + (told.retriesWait ? "retries wait; " : "")
        + told.moves.stream().map(LedgerMove::toString).collect(Collectors.joining("; "));
  }

  private static void run(DeliveryLedger.Factory factory, Case run) {
    LedgerRun ledgers = new LedgerRun(factory, run.maximumDeliveries, run.retriesWait);
    run.moves.forEach(ledgers::perform);
  }
}
