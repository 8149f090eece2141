package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.RecordType;

/// What happens to a resolver.
public sealed interface ResolverInput {
  /// A client asks.
  ///
  /// @param asker comes back with the answer; unique among the questions under way
  record Ask(long asker, Name name, RecordType type) implements ResolverInput {}

  /// A packet came back on an exchange, from the address it was sent to.
  record Arrived(long exchange, Octets packet) implements ResolverInput {}

  /// An exchange cannot go on: refused, unreachable, closed.
  record Lost(long exchange) implements ResolverInput {}

  /// Time has passed.
  record Tick() implements ResolverInput {}
}
