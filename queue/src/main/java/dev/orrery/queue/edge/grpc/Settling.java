package dev.orrery.queue.edge.grpc;

import dev.orrery.queue.broker.Broker;
import dev.orrery.queue.broker.Receipt;
import dev.orrery.queue.core.engine.QueueEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Settles receipts one by one and gathers those whose lease has ended.
final class Settling {
  /// What is done with one receipt; false when its lease no longer holds.
  @FunctionalInterface
  interface Action {
    boolean apply(QueueEngine engine, long now, long id, long token);
  }

  private Settling() {}

  static List<String> settle(Broker broker, List<String> receipts, Action action)
      throws InterruptedException {
    if (receipts.isEmpty()) {
      return List.of();
    }
    return broker.step((engine, now) -> {
      List<String> stale = new ArrayList<>();
      for (String text : receipts) {
        Optional<Receipt> receipt = Receipt.parse(text);
        boolean settled =
            receipt.isPresent()
                && action.apply(engine, now, receipt.get().id(), receipt.get().token());
        if (!settled) {
          stale.add(text);
        }
      }
      return stale;
    });
  }
}
