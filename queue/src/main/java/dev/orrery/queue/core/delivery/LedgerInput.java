package dev.orrery.queue.core.delivery;

import java.util.OptionalLong;

/// What a ledger can be told.
public sealed interface LedgerInput {
  /// A new message; ready when `visibleAtMillis` has come, which may be long past.
  ///
  /// @param id above all ids before
  record Enqueue(long id, long visibleAtMillis) implements LedgerInput {}

  /// Leases up to `maximum` ready messages, lowest positions first, until `leaseMillis` from now.
  record Lease(int maximum, long leaseMillis) implements LedgerInput {}

  /// Done: the message is gone, if the lease still holds.
  record Acknowledge(long id, long token) implements LedgerInput {}

  /// Not done: the delivery failed, if the lease still holds.
  ///
  /// @param delayMillis how long it waits; empty means as the retry policy says
  record Return(long id, long token, OptionalLong delayMillis) implements LedgerInput {}

  /// The lease ends `leaseMillis` from now, if it still holds.
  record Extend(long id, long token, long leaseMillis) implements LedgerInput {}

  /// Takes a message away, unless it is under a lease.
  record Withdraw(long id) implements LedgerInput {}

  /// Nothing but the time.
  record Tick() implements LedgerInput {}
}
