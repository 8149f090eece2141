package dev.orrery.queue.core.engine;

import dev.orrery.queue.core.definition.QueueSettings;
import dev.orrery.queue.core.delivery.LedgerCounts;
import java.util.List;

/// A queue as it is at a moment.
///
/// @param topics those it is subscribed to
public record QueueView(
    String name, QueueSettings settings, LedgerCounts counts, long bytes, List<String> topics) {
  public QueueView {
    topics = List.copyOf(topics);
  }
}
