package dev.orrery.queue.broker;

import dev.orrery.queue.core.delivery.LedgerStep.Change;
import dev.orrery.queue.core.delivery.MessageState.Phase;
import dev.orrery.queue.core.dispatch.RoundRobin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who waits for messages of one queue, and which of its messages each has. Guarded by the broker's
/// lock.
final class Consumers {
  private record Holding(Subscriber subscriber, long token) {}

  private final RoundRobin<Subscriber> line = new RoundRobin<>();

  /// By message id.
  private final Map<Long, Holding> holdings = new HashMap<>();

  void join(Subscriber subscriber, int prefetch) {
    line.join(subscriber, prefetch);
  }

  /// Returns the leases it still has, message id to token.
  Map<Long, Long> leave(Subscriber subscriber) {
    line.leave(subscriber);
    Map<Long, Long> leases = new HashMap<>();
    List<Long> ids = new ArrayList<>();
    holdings.forEach((id, holding) -> {
      if (holding.subscriber == subscriber) {
        leases.put(id, holding.token);
        ids.add(id);
      }
    });
    ids.forEach(holdings::remove);
    return leases;
  }

  RoundRobin<Subscriber> line() {
    return line;
  }

  void holds(Subscriber subscriber, long id, long token) {
    holdings.put(id, new Holding(subscriber, token));
  }

  /// Gives credit back to whoever had the message, once it has it no more.
  void changed(Change change) {
    Holding holding = holdings.get(change.id());
    if (holding == null) {
      return;
    }
    boolean still =
        change instanceof Change.Now now
            && now.state().phase() == Phase.LEASED
            && now.state().token() == holding.token;
    if (!still) {
      holdings.remove(change.id());
      line.settled(holding.subscriber);
    }
  }
}
