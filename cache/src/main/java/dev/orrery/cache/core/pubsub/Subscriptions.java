package dev.orrery.cache.core.pubsub;

import dev.orrery.cache.core.command.Client;
import dev.orrery.cache.core.memory.Bytes;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Who listens to which names: both directions of one relation, of one kind (channels, patterns or
/// shard channels). Names without a subscriber are not kept. Guarded by the lock of the databases.
final class Subscriptions {
  private final Map<Bytes, Set<Client>> subscribers = new LinkedHashMap<>();
  private final Function<Client, Set<Bytes>> ofClient;

  /// @param ofClient the names a client listens to: the other direction, which the client holds
  Subscriptions(Function<Client, Set<Bytes>> ofClient) {
    this.ofClient = ofClient;
  }

  void add(Client client, Bytes name) {
    if (ofClient.apply(client).add(name)) {
      subscribers.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(client);
    }
  }

  void remove(Client client, Bytes name) {
    Set<Client> others = subscribers.get(name);
    if (ofClient.apply(client).remove(name) && others != null) {
      others.remove(client);
      if (others.isEmpty()) {
        subscribers.remove(name);
      }
    }
  }

  void removeAll(Client client) {
    for (Bytes name : Set.copyOf(ofClient.apply(client))) {
      remove(client, name);
    }
  }

  /// In the order of their coming.
  Set<Client> of(Bytes name) {
    return subscribers.getOrDefault(name, Set.of());
  }

  /// Names with at least one subscriber.
  Set<Bytes> names() {
    return subscribers.keySet();
  }
}
