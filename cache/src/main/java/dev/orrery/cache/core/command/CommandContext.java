package dev.orrery.cache.core.command;

import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.Databases;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.settings.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that a command may touch: who asks, the keyspace, the clock, and the places where the rest
/// of the server hears of what it did. One for each client, for as long as the client lives.
public final class CommandContext {
  private final Server server;
  private final Client client;
  private boolean inExec;

  CommandContext(Server server, Client client) {
    this.server = server;
    this.client = client;
  }

  public Server server() {
    return server;
  }

  public Client client() {
    return client;
  }

  public Databases databases() {
    return server.databases();
  }

  /// The one the client has selected.
  public Database database() {
    return server.databases().database(client.database());
  }

  public Settings settings() {
    return server.settings();
  }

  /// Wall milliseconds, the same during the whole command.
  public long nowMillis() {
    return server.databases().nowMillis();
  }

  /// The value under a key, read: it counts as an access, and as a hit or a miss.
  ///
  /// @return null when there is no such key
  /// @throws CommandException WRONGTYPE when it is of another class
  public <V extends Value> @Nullable V read(Bytes key, Class<V> type) {
    Entry entry = database().read(key);
    return entry == null ? null : cast(entry, type);
  }

  /// The entry of a key, to change its value; then call [Database#changed(Entry)].
  ///
  /// @return null when there is no such key
  /// @throws CommandException WRONGTYPE when its value is of another class
  public <V extends Value> @Nullable Entry find(Bytes key, Class<V> type) {
    Entry entry = database().find(key);
    if (entry != null) {
      V unused = cast(entry, type);
    }
    return entry;
  }

  /// The value of an entry.
  ///
  /// @throws CommandException WRONGTYPE when it is of another class
  public static <V extends Value> V cast(Entry entry, Class<V> type) {
    if (!type.isInstance(entry.value())) {
      throw CommandException.wrongType();
    }
    return type.cast(entry.value());
  }

  /// Says that something happened to a key, for those who subscribed to key events.
  ///
  /// @param kind one letter of `notify-keyspace-events`: g generic, $ string, l list, s set, h
  ///   hash, z sorted set, t stream, x expired, e evicted, n new
  /// @param event `set`, `lpush`, `expired`
  public void notify(char kind, String event, Bytes key) {
    server.events().happened(kind, event, key, client.database());
  }

  /// Lets the log and the replicas see these commands instead of the one that runs, as when a
  /// relative time is made absolute. Called several times, it appends.
  public void propagateAs(Arguments arguments) {
    server.propagation().instead(client.database(), arguments);
  }

  /// Whether the command may wait: not within a transaction.
  public boolean mayBlock() {
    return !inExec;
  }

  void setInExec(boolean within) {
    inExec = within;
  }

  /// Lets the client wait until `blocked` can be served from one of the keys, or its time is over.
  /// The command then writes no reply.
  ///
  /// @param timeoutMillis 0 means for ever
  public void block(List<Bytes> keys, long timeoutMillis, BlockedClients.Blocked blocked) {
    server.blockedClients().block(client, database(), keys, timeoutMillis, blocked);
  }
}
