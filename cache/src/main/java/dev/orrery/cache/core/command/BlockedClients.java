package dev.orrery.cache.core.command;

import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.KeyspaceObserver;
import dev.orrery.cache.core.memory.Bytes;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/// Clients that wait for a key to hold something: BLPOP, BZPOPMIN, XREAD BLOCK.
///
/// ```
///   BLPOP a b 0 ──► waits[a] = {c1}, waits[b] = {c1}
///   RPUSH b x   ──► touched(b) marks b ready; when the command, or the whole transaction, is over,
///                   c1 is served from b and leaves both queues
/// ```
///
/// First come, first served, for each key. Guarded by the lock of the databases.
public final class BlockedClients implements KeyspaceObserver {
  /// What a client waits to do.
  public interface Blocked {
    /// Tries to do it, with a key that was touched: writes the reply and returns true, or leaves
    /// all as it is and returns false. A [CommandException] is the reply, too.
    boolean serve(CommandContext context, Bytes key, ReplyWriter reply);

    /// Writes the reply when time is over.
    void timedOut(ReplyWriter reply);
  }

  /// One client waiting. Every wait is its own: compared by identity.
  static final class Wait {
    private final Client client;
    private final Database database;
    private final Set<Bytes> keys;
    private final Blocked blocked;

    Wait(Client client, Database database, Set<Bytes> keys, Blocked blocked) {
      this.client = client;
      this.database = database;
      this.keys = keys;
      this.blocked = blocked;
    }
  }

  private record Place(Database database, Bytes key) {}

  private final Server server;
  private final Map<Place, SequencedSet<Wait>> waits = new HashMap<>();
  private final SequencedSet<Place> ready = new LinkedHashSet<>();
  private int blocked;

  BlockedClients(Server server) {
    this.server = server;
  }

  /// How many clients wait.
  public int count() {
    return blocked;
  }

  void block(Client client, Database database, List<Bytes> keys, long timeoutMillis, Blocked what) {
    Wait wait = new Wait(client, database, new LinkedHashSet<>(keys), what);
    client.wait = wait;
    blocked++;
    for (Bytes key : wait.keys) {
      waits.computeIfAbsent(new Place(database, key), _ -> new LinkedHashSet<>()).add(wait);
    }
    if (timeoutMillis > 0) {
      client.connection().schedule(timeoutMillis, () -> timeOut(wait));
    }
  }

  private void timeOut(Wait wait) {
    server.databases().enter();
    try {
      if (wait.client.wait == wait) {
        release(wait.client);
        wait.blocked.timedOut(wait.client.reply());
        wait.client.connection().wake();
      }
    } finally {
      server.databases().exit();
    }
  }

  /// `CLIENT UNBLOCK`: ends the wait as if its time were over, or with an error.
  ///
  /// @return false when the client did not wait
  public boolean unblock(Client client, boolean withError) {
    Wait wait = client.wait;
    if (wait == null) {
      return false;
    }
    release(client);
    if (withError) {
      client.reply().error("UNBLOCKED client unblocked via CLIENT UNBLOCK");
    } else {
      wait.blocked.timedOut(client.reply());
    }
    client.connection().wake();
    return true;
  }

  /// Forgets the wait of a client: it was served, or is gone.
  void release(Client client) {
    Wait wait = client.wait;
    if (wait == null) {
      return;
    }
    client.wait = null;
    blocked--;
    for (Bytes key : wait.keys) {
      Place place = new Place(wait.database, key);
      SequencedSet<Wait> others = waits.get(place);
      if (others != null) {
        others.remove(wait);
        if (others.isEmpty()) {
          waits.remove(place);
        }
      }
    }
  }

  @Override
  public void touched(Database database, Bytes key) {
    if (blocked > 0) {
      Place place = new Place(database, key);
      if (waits.containsKey(place)) {
        ready.add(place);
      }
    }
  }

  @Override
  public void swapped(Database one, Database other) {
    // A client waits on a number: after the change it waits on the other's keys.
    for (Wait wait : waits.values().stream().flatMap(Set::stream).distinct().toList()) {
      if (wait.database == one || wait.database == other) {
        Client client = wait.client;
        release(client);
        Database now = wait.database == one ? other : one;
        Wait moved = new Wait(client, now, wait.keys, wait.blocked);
        client.wait = moved;
        blocked++;
        for (Bytes key : moved.keys) {
          Place place = new Place(now, key);
          waits.computeIfAbsent(place, _ -> new LinkedHashSet<>()).add(moved);
          ready.add(place);
        }
      }
    }
  }

  @Override
  public void operationEnded() {
    serveReady();
  }

  /// Serves whoever waits for a key that was touched since the last call.
  void serveReady() {
    while (!ready.isEmpty()) {
      Place place = ready.removeFirst();
      SequencedSet<Wait> queue = waits.get(place);
      if (queue != null) {
        for (Wait wait : List.copyOf(queue)) {
          serve(wait, place.key);
        }
      }
    }
  }

  private void serve(Wait wait, Bytes key) {
    Client client = wait.client;
    if (client.wait != wait) {
      return;
    }
    ReplyWriter reply = client.reply();
    int mark = reply.length();
    server.propagation().begin();
    boolean served;
    try {
      served = wait.blocked.serve(client.context(), key, reply);
    } catch (CommandException refused) {
      reply.truncate(mark);
      reply.error(refused.reply());
      served = true;
    }
    server.propagation().flush();
    if (served) {
      release(client);
      client.connection().wake();
    }
  }
}
