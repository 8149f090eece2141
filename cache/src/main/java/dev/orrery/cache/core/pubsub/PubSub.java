package dev.orrery.cache.core.pubsub;

import dev.orrery.cache.core.command.Client;
import dev.orrery.cache.core.command.CommandObserver;
import dev.orrery.cache.core.command.GlobPattern;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.command.Server;
import dev.orrery.cache.core.memory.Bytes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Delivers messages. Guarded by the lock of the databases.
///
/// ```
///   PUBLISH news hi ──► channels[news] = {c1}        ──► c1: message news hi
///                  └──► patterns: n* matches, {c2}   ──► c2: pmessage n* news hi
/// ```
///
/// A subscriber that does not read fast enough is cut off when [#SUBSCRIBER_OUTPUT] bytes wait for
/// it: a message is never kept for long, and never dropped silently in the middle of a stream.
public final class PubSub implements CommandObserver {
  /// Bytes that may wait for one subscriber.
  public static final long SUBSCRIBER_OUTPUT = 32L << 20;

  final Subscriptions channels = new Subscriptions(Client::channels);
  final Subscriptions patterns = new Subscriptions(Client::patterns);
  final Subscriptions shardChannels = new Subscriptions(Client::shardChannels);

  /// Compiled once for each name among [#patterns].
  private final Map<Bytes, GlobPattern> compiled = new HashMap<>();

  private PubSub() {}

  /// Gives a server its commands of this family, its settings and key events.
  public static PubSub install(Server server) {
    PubSub pubSub = new PubSub();
    server.observe(pubSub);
    server.commands().addAll(new PubSubCommands(pubSub).all());
    server
        .info()
        .add(
            "stats",
            lines -> {
              lines.add("pubsub_channels", pubSub.channels.names().size());
              lines.add("pubsub_patterns", pubSub.patterns.names().size());
            });
    KeyEvents events = new KeyEvents(server, pubSub);
    server.setEvents(events);
    server.databases().observe(events);
    return pubSub;
  }

  /// @return how many received it; a client with a channel and a pattern counts twice
  public int publish(Bytes channel, byte[] message) {
    int receivers = 0;
    for (Client client : channels.of(channel)) {
      deliver(client, "message", null, channel, message);
      receivers++;
    }
    for (Bytes pattern : patterns.names()) {
      if (compiled
          .computeIfAbsent(pattern, p -> new GlobPattern(p.array()))
          .matches(channel.array())) {
        for (Client client : patterns.of(pattern)) {
          deliver(client, "pmessage", pattern, channel, message);
          receivers++;
        }
      }
    }
    return receivers;
  }

  /// To the subscribers of a shard channel; there is one shard.
  int publishToShard(Bytes channel, byte[] message) {
    for (Client client : shardChannels.of(channel)) {
      deliver(client, "smessage", null, channel, message);
    }
    return shardChannels.of(channel).size();
  }

  private static void deliver(
      Client client, String kind, @Nullable Bytes pattern, Bytes channel, byte[] message) {
    if (client.waitingOutput() > SUBSCRIBER_OUTPUT) {
      client.connection().cut();
      return;
    }
    ReplyWriter out = client.pushes();
    out.push(pattern == null ? 3 : 4);
    out.bulk(kind);
    if (pattern != null) {
      out.bulk(pattern);
    }
    out.bulk(channel);
    out.bulk(message);
    client.connection().wake();
  }

  /// A pattern may have lost its last subscriber.
  void forgetUnusedPatterns() {
    compiled.keySet().retainAll(patterns.names());
  }

  @Override
  public void disconnected(Client client) {
    channels.removeAll(client);
    patterns.removeAll(client);
    shardChannels.removeAll(client);
    forgetUnusedPatterns();
  }

  @Override
  public void reset(Client client) {
    disconnected(client);
  }
}
