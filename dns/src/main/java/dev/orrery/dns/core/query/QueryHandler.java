package dev.orrery.dns.core.query;

import dev.orrery.dns.core.query.QueryProcessor.Response;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import java.util.Optional;
import java.util.function.Consumer;

/// What stands behind a socket: it takes a packet and gives one back, now or later.
@FunctionalInterface
public interface QueryHandler {
  /// Handles the first `length` octets of `packet`, which are the caller's again when this returns.
  ///
  /// @param reply is called exactly once, on any thread, with nothing where there is nothing to
  ///   answer
  void handle(byte[] packet, int length, Transport transport, Consumer<Optional<Response>> reply);
}
