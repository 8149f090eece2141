package dev.orrery.dns.core.registry;

/// What a [LeaseTable] answers.
public sealed interface LeaseReply {
  record Granted(LeaseId lease, long leaseMillis) implements LeaseReply {}

  record Renewed(LeaseId lease, long leaseMillis) implements LeaseReply {}

  /// The lease is over, by this request or before it.
  record Ended(LeaseId lease) implements LeaseReply {}

  record Ticked() implements LeaseReply {}

  /// Not done, and why.
  record Refused(Reason reason) implements LeaseReply {}

  enum Reason {
    /// The name is held by a live lease that the request does not take over.
    INSTANCE_LEASED,
    /// The lease is over and nobody holds the name: register again.
    LEASE_LAPSED,
    /// The name has been registered anew under a larger token.
    FENCED,
    /// The table is full.
    TOO_MANY_INSTANCES
  }
}
