package dev.orrery.cache.core.command;

import dev.orrery.cache.core.keyspace.Databases;
import dev.orrery.cache.core.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all clients share: the keyspace, the settings, the commands, and who listens to what
/// happens. Guarded by the lock of the databases.
public final class Server {
  private final Databases databases;
  private final Settings settings;
  private final CommandTable commands;
  private final Propagation propagation;
  private final WatchedKeys watchedKeys = new WatchedKeys();
  private final BlockedClients blockedClients;
  private final ClientPause pause = new ClientPause(this);
  private final Map<Long, Client> clients = new LinkedHashMap<>();
  private final List<CommandObserver> commandObservers = new ArrayList<>();
  private final ServerInfo info;
  private final ClientTracking tracking;
  private KeyspaceEvents events = KeyspaceEvents.NONE;
  private long nextClient = 1;

  public Server(Databases databases, Settings settings, CommandTable commands) {
    this.databases = databases;
    this.settings = settings;
    this.commands = commands;
    this.propagation = new Propagation(databases);
    this.blockedClients = new BlockedClients(this);
    this.info = new ServerInfo(this);
    databases.observe(watchedKeys);
    databases.observe(blockedClients);
    databases.observe(propagation);
    tracking = new ClientTracking(this);
    databases.observe(tracking);
    commandObservers.add(tracking);
  }

  public Databases databases() {
    return databases;
  }

  public Settings settings() {
    return settings;
  }

  public CommandTable commands() {
    return commands;
  }

  public Propagation propagation() {
    return propagation;
  }

  WatchedKeys watchedKeys() {
    return watchedKeys;
  }

  public BlockedClients blockedClients() {
    return blockedClients;
  }

  ClientTracking tracking() {
    return tracking;
  }

  public ClientPause pause() {
    return pause;
  }

  public ServerInfo info() {
    return info;
  }

  public KeyspaceEvents events() {
    return events;
  }

  public void setEvents(KeyspaceEvents listener) {
    events = listener;
  }

  /// From now on `observer` hears of every command.
  public void observe(CommandObserver observer) {
    commandObservers.add(observer);
  }

  List<CommandObserver> commandObservers() {
    return commandObservers;
  }

  /// A client has connected.
  public Client connect(Connection connection) {
    databases.enter();
    try {
      Client client = new Client(nextClient++, connection, this);
      clients.put(client.id(), client);
      info.countConnection();
      return client;
    } finally {
      databases.exit();
    }
  }

  /// A client is gone.
  public void disconnect(Client client) {
    databases.enter();
    try {
      clients.remove(client.id());
      watchedKeys.unwatch(client);
      blockedClients.release(client);
      pause.forget(client);
      for (CommandObserver observer : commandObservers) {
        observer.disconnected(client);
      }
    } finally {
      databases.exit();
    }
  }

  /// In the order of their coming.
  public Collection<Client> clients() {
    return clients.values();
  }

  /// @return null when there is none
  public @Nullable Client client(long id) {
    return clients.get(id);
  }
}
