package dev.orrery.cache.core.command;

import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.KeyspaceObserver;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.settings.Setting;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// CLIENT TRACKING: tells clients that keep copies which of them are stale.
///
/// ```
///   GET a  by c1 ──► readers[a] = {c1}
///   SET a  by c2 ──► a is stale for c1; readers[a] forgotten; sent when the batch is over
/// ```
///
/// With BCAST nothing is remembered: the client hears of every key with one of its prefixes. Each
/// stale key is told once. Guarded by the lock of the databases.
public final class ClientTracking implements KeyspaceObserver, CommandObserver {
  private static final Bytes CHANNEL = Bytes.of("__redis__:invalidate");

  /// How one client tracks.
  ///
  /// @param redirect id of the client that is told instead; 0 for none
  record Mode(
      boolean broadcast,
      List<Bytes> prefixes,
      boolean optIn,
      boolean optOut,
      boolean noLoop,
      long redirect) {}

  private final Server server;
  private final Setting.Whole maximumKeys;
  private final Map<Client, Mode> modes = new LinkedHashMap<>();
  private final Map<Bytes, Set<Client>> readers = new HashMap<>();

  /// The other way round: what a client's departure has to be taken out of.
  private final Map<Client, Set<Bytes>> readBy = new HashMap<>();

  private final Map<Client, Set<Bytes>> stale = new LinkedHashMap<>();
  private final Set<Client> allStale = new LinkedHashSet<>();
  private @Nullable Client current;

  ClientTracking(Server server) {
    this.server = server;
    this.maximumKeys = server.settings().whole("tracking-table-max-keys", 1_000_000);
  }

  /// @return null when it does not track
  @Nullable Mode of(Client client) {
    return modes.get(client);
  }

  void start(Client client, Mode mode) {
    modes.put(client, mode);
  }

  void stop(Client client) {
    modes.remove(client);
    stale.remove(client);
    allStale.remove(client);
    client.caching = null;
    Set<Bytes> read = readBy.remove(client);
    if (read != null) {
      read.forEach(key ->
          readers.computeIfPresent(
              key, (_, others) -> others.remove(client) && others.isEmpty() ? null : others));
    }
  }

  @Override
  public void running(Client client, CommandSpec spec, Arguments arguments) {
    current = client;
  }

  /// Remembers what a client has read.
  @Override
  public void ran(Client client, CommandSpec spec, Arguments arguments, long nanos) {
    Mode mode = modes.get(client);
    if (mode == null || spec.name().equals("client")) {
      return;
    }
    Boolean said = client.caching;
    if (!client.inTransaction() && !spec.name().equals("multi")) {
      client.caching = null;
    }
    boolean wanted = mode.optIn ? Boolean.TRUE.equals(said) : !Boolean.FALSE.equals(said);
    if (mode.broadcast || !wanted || !spec.has(CommandSpec.Flag.READONLY) || spec.firstKey() == 0) {
      return;
    }
    int last = spec.lastKey() < 0 ? arguments.count() + spec.lastKey() : spec.lastKey();
    for (int i = spec.firstKey(); i <= last; i += spec.step()) {
      Bytes key = arguments.key(i);
      readers.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(client);
      readBy.computeIfAbsent(client, _ -> new HashSet<>()).add(key);
    }
    while (readers.size() > maximumKeys.value() && maximumKeys.value() > 0) {
      forget(readers.keySet().iterator().next(), false);
    }
  }

  /// The readers of a key hear that it is stale.
  private void forget(Bytes key, boolean changed) {
    Set<Client> told = readers.remove(key);
    if (told != null) {
      for (Client client : told) {
        Set<Bytes> read = readBy.get(client);
        if (read != null) {
          read.remove(key);
        }
        Mode mode = modes.get(client);
        if (mode != null && !mode.broadcast) {
          tell(client, mode, key, changed);
        }
      }
    }
  }

  private void tell(Client client, Mode mode, Bytes key, boolean changed) {
    if (!(changed && mode.noLoop && client == current)) {
      stale.computeIfAbsent(client, _ -> new LinkedHashSet<>()).add(key);
    }
  }

  @Override
  public void touched(Database database, Bytes key) {
    if (modes.isEmpty()) {
      return;
    }
    forget(key, true);
    modes.forEach((client, mode) -> {
      if (mode.broadcast && mode.prefixes.stream().anyMatch(prefix -> startsWith(key, prefix))) {
        tell(client, mode, key, true);
      }
    });
  }

  static boolean startsWith(Bytes key, Bytes prefix) {
    return key.length() >= prefix.length()
        && java.util.Arrays.equals(
            key.array(), 0, prefix.length(), prefix.array(), 0, prefix.length());
  }

  @Override
  public void flushing(Database database) {
    readers.clear();
    readBy.clear();
    allStale.addAll(modes.keySet());
  }

  @Override
  public void swapped(Database one, Database other) {
    flushing(one);
  }

  /// Sends what has become stale, after the replies of the commands that made it so.
  @Override
  public void operationEnded() {
    current = null;
    allStale.forEach(client -> send(client, null));
    stale.forEach((client, keys) -> {
      if (!allStale.contains(client)) {
        send(client, keys);
      }
    });
    allStale.clear();
    stale.clear();
  }

  /// @param keys null for all
  private void send(Client client, @Nullable Set<Bytes> keys) {
    Mode mode = modes.get(client);
    if (mode == null) {
      return;
    }
    Client target = mode.redirect == 0 ? client : server.client(mode.redirect);
    if (target == null) {
      if (client.reply().version() == 3) {
        client.pushes().push(2);
        client.pushes().bulk("tracking-redir-broken");
        client.pushes().integer(mode.redirect);
        client.connection().wake();
      }
      return;
    }
    ReplyWriter out = target.pushes();
    if (out.version() == 3) {
      out.push(2);
      out.bulk("invalidate");
    } else if (target.channels().contains(CHANNEL)) {
      out.push(3);
      out.bulk("message");
      out.bulk(CHANNEL);
    } else {
      return;
    }
    if (keys == null) {
      out.nullArray();
    } else {
      out.array(keys.size());
      keys.forEach(out::bulk);
    }
    target.connection().wake();
  }

  @Override
  public void disconnected(Client client) {
    stop(client);
  }

  @Override
  public void reset(Client client) {
    stop(client);
  }
}
