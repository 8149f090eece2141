package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Rdata;
import dev.orrery.primitives.eviction.Lru;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Which servers did not answer of late, so that they are asked last. A penalty ends by itself:
/// whoever comes back is used again.
final class ServerHistory {
  static final int MAXIMUM_SERVERS = 1_024;
  private static final long PENALTY_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Lru<Rdata> order = new Lru<>(MAXIMUM_SERVERS);
  private final Map<Rdata, Long> penalties = new HashMap<>();

  void silent(ServerAddress server, long now) {
    penalties.put(server.address(), now + PENALTY_NANOS);
    order.access(server.address(), 1).forEach(penalties::remove);
  }

  void answered(ServerAddress server) {
    if (penalties.remove(server.address()) != null) {
      order.remove(server.address());
    }
  }

  /// 0, or 1 while it is to be asked last.
  int penalty(ServerAddress server, long now) {
    Long until = penalties.get(server.address());
    return until != null && now - until < 0 ? 1 : 0;
  }
}
