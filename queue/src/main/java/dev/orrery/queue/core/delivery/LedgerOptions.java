package dev.orrery.queue.core.delivery;

import dev.orrery.queue.core.retry.RetryPolicy;
import java.util.function.LongSupplier;

/// What a ledger is made with.
///
/// @param maximumDeliveries a message is leased this often at most, then it is dead; 0 means no
///   limit
/// @param retry how long a failed message waits when nobody says
/// @param tokens gives a token that no lease had before, of this or any other queue
public record LedgerOptions(int maximumDeliveries, RetryPolicy retry, LongSupplier tokens) {}
