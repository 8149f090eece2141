package dev.orrery.dns.core.registry;

/// What is asked of a [LeaseTable].
public sealed interface LeaseRequest {
  /// Grant a lease for an instance.
  ///
  /// @param leaseMillis its length; within the bounds the edge checked
  /// @param previousToken the token of the live lease to take over, or 0
  record Register(Instance instance, long leaseMillis, long previousToken)
      implements LeaseRequest {}

  /// Prolong a lease to its full length from now.
  record Renew(LeaseId lease) implements LeaseRequest {}

  /// End a lease.
  record Deregister(LeaseId lease) implements LeaseRequest {}

  /// Time has passed: let lapse what is due.
  record Tick() implements LeaseRequest {}
}
