package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Octets;

/// What a resolver wants done.
public sealed interface ResolverOutput {
  /// Send a packet from a port of its own, drawn at random, and listen there.
  ///
  /// @param exchange names the packet and its answer
  record Send(long exchange, ServerAddress server, boolean tcp, Octets packet)
      implements ResolverOutput {}

  /// Listen no longer.
  record Close(long exchange) implements ResolverOutput {}

  /// A question is answered.
  record Answer(long asker, Resolution resolution) implements ResolverOutput {}
}
