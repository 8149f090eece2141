package dev.orrery.cache.core.pubsub;

import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.LOADING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.NOSCRIPT;
import static dev.orrery.cache.core.command.CommandSpec.Flag.PUBSUB;
import static dev.orrery.cache.core.command.CommandSpec.Flag.STALE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.Client;
import dev.orrery.cache.core.command.Command;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.GlobPattern;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.command.Subcommands;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// SUBSCRIBE and its kin, PUBLISH, PUBSUB.
final class PubSubCommands {
  private static final String GROUP = "pubsub";

  private final PubSub pubSub;

  PubSubCommands(PubSub pubSub) {
    this.pubSub = pubSub;
  }

  /// One kind of subscription: how its confirmations are called, who counts.
  private record Kind(
      String prefix,
      Subscriptions subscriptions,
      Function<Client, Set<Bytes>> ofClient,
      ToIntFunction<Client> count) {}

  List<CommandSpec> all() {
    ToIntFunction<Client> both = client -> client.channels().size() + client.patterns().size();
    Kind channels = new Kind("", pubSub.channels, Client::channels, both);
    Kind patterns = new Kind("p", pubSub.patterns, Client::patterns, both);
    Kind shards =
        new Kind(
            "s",
            pubSub.shardChannels,
            Client::shardChannels,
            client -> client.shardChannels().size());
    List<CommandSpec> specs = new ArrayList<>();
    for (Kind kind : List.of(channels, patterns, shards)) {
      specs.add(
          listening(kind.prefix + "subscribe", -2, (c, a, _) -> subscribe(kind, c.client(), a)));
      specs.add(
          listening(
              kind.prefix + "unsubscribe", -1, (c, a, _) -> unsubscribe(kind, c.client(), a)));
    }
    specs.add(
        CommandSpec.of(GROUP, "publish", 3, flags(PUBSUB, LOADING, STALE, FAST), this::publish));
    specs.add(
        CommandSpec.of(
            GROUP, "spublish", 3, flags(PUBSUB, LOADING, STALE, FAST), this::publishToShard));
    specs.add(CommandSpec.of(GROUP, "pubsub", -2, flags(PUBSUB, LOADING, STALE), this::introspect));
    return specs;
  }

  private static CommandSpec listening(String name, int arity, Command command) {
    return CommandSpec.of(GROUP, name, arity, flags(PUBSUB, NOSCRIPT, LOADING, STALE), command);
  }

  private void subscribe(Kind kind, Client client, Arguments arguments) {
    for (int i = 1; i < arguments.count(); i++) {
      kind.subscriptions.add(client, arguments.key(i));
      confirm(kind, client, "subscribe", arguments.key(i));
    }
  }

  /// Without names: from all; if there are none, one confirmation without a name.
  private void unsubscribe(Kind kind, Client client, Arguments arguments) {
    List<Bytes> names = new ArrayList<>();
    for (int i = 1; i < arguments.count(); i++) {
      names.add(arguments.key(i));
    }
    if (arguments.count() == 1) {
      names.addAll(kind.ofClient.apply(client));
    }
    for (Bytes name : names) {
      kind.subscriptions.remove(client, name);
      confirm(kind, client, "unsubscribe", name);
    }
    if (names.isEmpty()) {
      confirm(kind, client, "unsubscribe", null);
    }
    pubSub.forgetUnusedPatterns();
  }

  private static void confirm(Kind kind, Client client, String what, @Nullable Bytes name) {
    ReplyWriter out = client.pushes();
    out.push(3);
    out.bulk(kind.prefix + what);
    if (name == null) {
      out.nullBulk();
    } else {
      out.bulk(name);
    }
    out.integer(kind.count.applyAsInt(client));
  }

  private void publish(CommandContext context, Arguments arguments, ReplyWriter reply) {
    reply.integer(pubSub.publish(arguments.key(1), arguments.bytes(2)));
  }

  private void publishToShard(CommandContext context, Arguments arguments, ReplyWriter reply) {
    reply.integer(pubSub.publishToShard(arguments.key(1), arguments.bytes(2)));
  }

  private void introspect(CommandContext context, Arguments arguments, ReplyWriter reply) {
    switch (arguments.word(1)) {
      case "channels" -> names(pubSub.channels, arguments, reply);
      case "shardchannels" -> names(pubSub.shardChannels, arguments, reply);
      case "numsub" -> counts(pubSub.channels, arguments, reply);
      case "shardnumsub" -> counts(pubSub.shardChannels, arguments, reply);
      case "numpat" -> {
        Subcommands.require(arguments, "pubsub|numpat", 2);
        reply.integer(pubSub.patterns.names().size());
      }
      case "help" ->
          Subcommands.help(
              reply,
              "PUBSUB <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
              "CHANNELS [<pattern>]",
              "    Return the channels that have subscribers.",
              "NUMPAT",
              "    Return the number of patterns subscribed to.",
              "NUMSUB [<channel> ...]",
              "    Return the number of subscribers of each channel.",
              "SHARDCHANNELS [<pattern>]",
              "    Return the shard channels that have subscribers.",
              "SHARDNUMSUB [<shardchannel> ...]",
              "    Return the number of subscribers of each shard channel.",
              "HELP",
              "    Print this help.");
      default -> throw Subcommands.unknown("PUBSUB", arguments);
    }
  }

  private static void names(Subscriptions of, Arguments arguments, ReplyWriter reply) {
    if (arguments.count() > 3) {
      throw Subcommands.unknown("PUBSUB", arguments);
    }
    GlobPattern pattern =
        new GlobPattern(arguments.count() == 3 ? arguments.bytes(2) : new byte[] {'*'});
    List<Bytes> found = of.names().stream().filter(name -> pattern.matches(name.array())).toList();
    reply.array(found.size());
    found.forEach(reply::bulk);
  }

  private static void counts(Subscriptions of, Arguments arguments, ReplyWriter reply) {
    reply.array(2 * (arguments.count() - 2));
    for (int i = 2; i < arguments.count(); i++) {
      reply.bulk(arguments.bytes(i));
      reply.integer(of.of(arguments.key(i)).size());
    }
  }
}
