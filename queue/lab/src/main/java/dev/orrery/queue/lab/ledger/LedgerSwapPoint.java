package dev.orrery.queue.lab.ledger;

import dev.orrery.queue.core.delivery.DeliveryLedger;
import dev.orrery.queue.core.delivery.IndexedLedger;
import dev.orrery.queue.lab.ledger.PlainLedger.Mistake;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `queue.ledger`: the books of a queue.
public final class LedgerSwapPoint implements SwapPoint<DeliveryLedger.Factory> {
  @Override
  public String name() {
    return "queue.ledger";
  }

  @Override
  public String summary() {
    return "which message of a queue is ready, leased, delayed or dead";
  }

  @Override
  public Class<?> type() {
    return DeliveryLedger.Factory.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments; it opens ledgers, whose class is your own affair";
  }

  @Override
  public DeliveryLedger.Factory instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    if (!DeliveryLedger.Factory.class.isAssignableFrom(implementation)) {
      throw new InstantiationException(
          implementation.getName()
              + " does not implement "
              + DeliveryLedger.Factory.class.getName());
    }
    return implementation
        .asSubclass(DeliveryLedger.Factory.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  @Override
  public Contract<DeliveryLedger.Factory> contract() {
    return LedgerContract.any();
  }

  @Override
  public Map<String, Contract<DeliveryLedger.Factory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, DeliveryLedger.Factory> builtIns() {
    return Map.of("indexed", IndexedLedger::new);
  }

  @Override
  public List<WrongTwin<DeliveryLedger.Factory>> wrongTwins() {
    return List.of(
        twin(Mistake.ANY_TOKEN, "settles whatever lease runs, whoever asks"),
        twin(Mistake.EXPIRED_LEASE_ACCEPTED, "takes an acknowledgement after the lease's end"),
        twin(Mistake.BACK_TO_THE_TAIL, "puts what comes back behind everything sent since"),
        twin(Mistake.COUNT_LOST_IN_RESTART, "counts deliveries from 0 again after a restart"),
        twin(Mistake.DEAD_ONE_TOO_LATE, "delivers once more than allowed"),
        twin(Mistake.DELAY_FORGOTTEN_IN_RESTART, "delivers at once what was to wait"),
        twin(Mistake.EXTENSION_UNWRITTEN, "extends a lease in memory only"),
        twin(Mistake.WAKES_TOO_LATE, "wants to be woken for the last timer, not the first"),
        twin(Mistake.LEASE_ENDS_TOO_LATE, "lets a lease hold in the millisecond of its end"));
  }

  private static WrongTwin<DeliveryLedger.Factory> twin(Mistake mistake, String words) {
    String name = mistake.name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new WrongTwin<>(name, words, Contract.ANY, PlainLedger.with(mistake));
  }
}
