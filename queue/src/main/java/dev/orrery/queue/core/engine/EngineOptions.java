package dev.orrery.queue.core.engine;

import dev.orrery.queue.core.delivery.DeliveryLedger;
import dev.orrery.queue.core.retry.RetryPolicy;

/// What an engine is made with.
///
/// @param maximumQueues queues at most, and topics
/// @param maximumSubscriptions of a topic
/// @param maximumBytes of all queues together
/// @param deduplicationMillis how long a deduplication id is remembered
/// @param deduplicationCapacity ids remembered for a queue
/// @param seed of the retry policies' chance
public record EngineOptions(
    DeliveryLedger.Factory ledgers,
    RetryPolicy.Factory retries,
    int maximumQueues,
    int maximumSubscriptions,
    long maximumBytes,
    long deduplicationMillis,
    int deduplicationCapacity,
    long seed) {
  /// The longest delay or lease; a restored one is cut to it, should the wall clock have been put
  /// back.
  public static final long MAXIMUM_WAIT_MILLIS = 12 * 60 * 60 * 1_000L;
}
