package dev.orrery.dns.core.registry;

/// A change of who is live, in the order it happened.
public sealed interface LeaseChange {
  Instance instance();

  record Added(Instance instance) implements LeaseChange {}

  record Removed(Instance instance, Cause cause) implements LeaseChange {}

  enum Cause {
    LAPSED,
    DEREGISTERED,
    REPLACED
  }
}
