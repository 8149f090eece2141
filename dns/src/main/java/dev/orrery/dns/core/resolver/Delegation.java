package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.ResourceRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/// The servers of one zone, as one look-up tries them: whom to ask next, and whose address to find
/// out when all that are known have been tried.
final class Delegation {
  private final Name zone;
  private final boolean remembered;
  private final List<Name> unresolved = new ArrayList<>();
  private final Map<ServerAddress, Integer> tries = new LinkedHashMap<>();
  private int targets;
  private boolean asked;

  /// @param servers the NS of the zone, in an order drawn anew: all servers take part, and whoever
  ///   wants to forge an answer does not know whom to forge
  /// @param remembered whether it comes from the cache, where addresses may have ended sooner
  Delegation(Name zone, List<ResourceRecord> servers, boolean remembered, RandomGenerator random) {
    this.zone = zone;
    this.remembered = remembered;
    for (ResourceRecord server : servers) {
      if (server.data() instanceof Rdata.Ns(Name host) && !unresolved.contains(host)) {
        unresolved.add(host);
      }
    }
    shuffle(random);
  }

  private void shuffle(RandomGenerator random) {
    for (int last = unresolved.size() - 1; last > 0; last--) {
      Collections.swap(unresolved, last, random.nextInt(last + 1));
    }
  }

  Name zone() {
    return zone;
  }

  /// The names of servers none of whose addresses are known.
  List<Name> unresolved() {
    return List.copyOf(unresolved);
  }

  /// Addresses of a server have been found.
  void found(Name server, List<ResourceRecord> addresses) {
    for (ResourceRecord address : addresses) {
      if (address.data() instanceof Rdata.A || address.data() instanceof Rdata.Aaaa) {
        tries.putIfAbsent(new ServerAddress(server, address.data()), 0);
        unresolved.remove(server);
      }
    }
  }

  /// The address tried least often and not too often; among equals the one with the smallest
  /// penalty.
  Optional<ServerAddress> next(ToIntFunction<ServerAddress> penalty) {
    return tries.entrySet().stream()
        .filter(entry -> entry.getValue() < ResolverLimits.MAXIMUM_TRIES)
        .min(
            Comparator.<Map.Entry<ServerAddress, Integer>>comparingInt(Map.Entry::getValue)
                .thenComparingInt(entry -> penalty.applyAsInt(entry.getKey())))
        .map(Map.Entry::getKey);
  }

  /// How often this address has been tried.
  int tries(ServerAddress server) {
    return tries.getOrDefault(server, 0);
  }

  void tried(ServerAddress server) {
    asked = true;
    tries.merge(server, 1, Integer::sum);
  }

  /// Whether nobody could be asked although the zone above may know more by now.
  boolean lacksAddresses() {
    return remembered && !asked;
  }

  /// No more of this server: it answered, and of no use.
  void giveUp(ServerAddress server) {
    tries.put(server, ResolverLimits.MAXIMUM_TRIES);
  }

  /// The next server whose address is to be found out; empty when there are no more or enough were
  /// tried.
  Optional<Name> nextTarget() {
    if (unresolved.isEmpty() || targets == ResolverLimits.MAXIMUM_TARGETS) {
      return Optional.empty();
    }
    targets++;
    return Optional.of(unresolved.removeFirst());
  }
}
