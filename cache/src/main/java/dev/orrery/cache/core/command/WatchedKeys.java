package dev.orrery.cache.core.command;

import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.KeyspaceObserver;
import dev.orrery.cache.core.memory.Bytes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// WATCH: who wants to know whether a key was touched before EXEC.
final class WatchedKeys implements KeyspaceObserver {
  private final Map<Client.Watched, Set<Client>> watchers = new HashMap<>();

  void watch(Client client, Database database, Bytes key) {
    Client.Watched watched = new Client.Watched(database, key);
    if (client.watched.add(watched)) {
      watchers.computeIfAbsent(watched, _ -> new HashSet<>()).add(client);
    }
  }

  void unwatch(Client client) {
    for (Client.Watched watched : client.watched) {
      Set<Client> others = watchers.get(watched);
      if (others != null) {
        others.remove(client);
        if (others.isEmpty()) {
          watchers.remove(watched);
        }
      }
    }
    client.watched.clear();
    client.outrun = false;
  }

  @Override
  public void touched(Database database, Bytes key) {
    if (!watchers.isEmpty()) {
      Set<Client> clients = watchers.get(new Client.Watched(database, key));
      if (clients != null) {
        clients.forEach(client -> client.outrun = true);
      }
    }
  }

  @Override
  public void flushing(Database database) {
    watchers.forEach((watched, clients) -> {
      if (watched.database() == database && database.find(watched.key()) != null) {
        clients.forEach(client -> client.outrun = true);
      }
    });
  }

  /// A watch is on a number and a name; what is under them now is another's.
  @Override
  public void swapped(Database one, Database other) {
    Map<Client.Watched, Set<Client>> before = Map.copyOf(watchers);
    watchers.clear();
    before.forEach((watched, clients) -> {
      Database now =
          watched.database() == one
              ? other
              : watched.database() == other ? one : watched.database();
      Client.Watched moved = new Client.Watched(now, watched.key());
      watchers.put(moved, clients);
      Entry was = watched.database().find(watched.key());
      Entry is = now.find(watched.key());
      for (Client client : clients) {
        client.watched.remove(watched);
        client.watched.add(moved);
        client.outrun |= was != is;
      }
    });
  }
}
