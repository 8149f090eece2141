package dev.orrery.cache.core.pubsub;

import dev.orrery.cache.core.command.KeyspaceEvents;
import dev.orrery.cache.core.command.Server;
import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.KeyspaceObserver;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.settings.Setting;
import java.nio.charset.StandardCharsets;

/// Publishes what happens to keys, as far as `notify-keyspace-events` asks for it: `K` the event on
/// a channel named after the key, `E` the key on a channel named after the event, and the classes
/// of events one letter each, `A` for most of them.
final class KeyEvents implements KeyspaceEvents, KeyspaceObserver {
  /// What `A` stands for.
  private static final String MOST = "g$lshzxetd";

  /// In the order in which `CONFIG GET` shows them.
  private static final String ALL = MOST + "KEmn";

  private final Server server;
  private final PubSub pubSub;
  private final Setting.Text setting;

  KeyEvents(Server server, PubSub pubSub) {
    this.server = server;
    this.pubSub = pubSub;
    this.setting = server.settings().text("notify-keyspace-events", "", KeyEvents::normal);
  }

  /// The letters in order, each once.
  ///
  /// @throws IllegalArgumentException when one is none
  static String normal(String letters) {
    String wanted = letters.replace("A", MOST);
    StringBuilder normal = new StringBuilder();
    for (int i = 0; i < wanted.length(); i++) {
      if (ALL.indexOf(wanted.charAt(i)) < 0) {
        throw new IllegalArgumentException("Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
      }
    }
    for (int i = 0; i < ALL.length(); i++) {
      if (wanted.indexOf(ALL.charAt(i)) >= 0) {
        normal.append(ALL.charAt(i));
      }
    }
    return normal.toString().replace(MOST, "A");
  }

  private boolean isOn(char letter) {
    String letters = setting.text();
    return letters.indexOf(letter) >= 0 || (MOST.indexOf(letter) >= 0 && letters.indexOf('A') >= 0);
  }

  @Override
  public void happened(char kind, String event, Bytes key, int database) {
    if (setting.text().isEmpty() || !isOn(kind)) {
      return;
    }
    byte[] name = event.getBytes(StandardCharsets.US_ASCII);
    if (isOn('K')) {
      pubSub.publish(channel("keyspace", database, key.array()), name);
    }
    if (isOn('E')) {
      pubSub.publish(channel("keyevent", database, name), key.array());
    }
  }

  private static Bytes channel(String kind, int database, byte[] about) {
    byte[] head = ("__" + kind + "@" + database + "__:").getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[head.length + about.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(about, 0, whole, head.length, about.length);
    return Bytes.of(whole);
  }

  @Override
  public void touched(Database database, Bytes key) {}

  @Override
  public void created(Database database, Bytes key) {
    if (isOn('n')) {
      happened('n', "new", key, server.databases().numberOf(database));
    }
  }

  @Override
  public void departed(Database database, Bytes key, Departure why) {
    if (!setting.text().isEmpty()) {
      int number = server.databases().numberOf(database);
      switch (why) {
        case EXPIRED -> happened('x', "expired", key, number);
        case EVICTED -> happened('e', "evicted", key, number);
      }
    }
  }
}
