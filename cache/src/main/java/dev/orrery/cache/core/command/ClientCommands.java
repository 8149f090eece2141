package dev.orrery.cache.core.command;

import static dev.orrery.cache.core.command.CommandSpec.Flag.ADMIN;
import static dev.orrery.cache.core.command.CommandSpec.Flag.LOADING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.NOSCRIPT;
import static dev.orrery.cache.core.command.CommandSpec.Flag.STALE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// CLIENT: who is connected, under what name, and how replies are sent.
final class ClientCommands {
  /// Longer ones end after a year.
  private static final long LONGEST_PAUSE = TimeUnit.DAYS.toMillis(365);

  private ClientCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        CommandSpec.of(
            "connection",
            "client",
            -2,
            flags(ADMIN, NOSCRIPT, LOADING, STALE),
            ClientCommands::client));
  }

  private static void client(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Client client = context.client();
    switch (arguments.word(1)) {
      case "id" -> reply.integer(client.id());
      case "getname" -> {
        if (client.name().isEmpty()) {
          reply.nullBulk();
        } else {
          reply.bulk(client.name());
        }
      }
      case "setname" -> {
        Subcommands.require(arguments, "client|setname", 3);
        client.setName(checkedName(arguments, 2));
        reply.ok();
      }
      case "info" -> reply.verbatim("txt", line(context, client) + "\n");
      case "list" -> list(context, arguments, reply);
      case "reply" -> replyMode(client, arguments, reply);
      case "unblock" -> unblock(context, arguments, reply);
      case "kill" -> kill(context, arguments, reply);
      case "no-evict" -> {
        Subcommands.require(arguments, "client|no-evict", 3);
        client.spare(isOn(arguments, 2));
        reply.ok();
      }
      case "tracking" -> TrackingCommand.tracking(context, arguments, reply);
      case "caching" -> TrackingCommand.caching(context, arguments, reply);
      case "getredir" -> TrackingCommand.redirect(context, reply);
      case "pause" -> pause(context, arguments, reply);
      case "unpause" -> {
        Subcommands.require(arguments, "client|unpause", 2);
        context.server().pause().end();
        reply.ok();
      }
      default -> throw Subcommands.unknown("CLIENT", arguments);
    }
  }

  /// @throws CommandException when it holds a blank or something unprintable
  static String checkedName(Arguments arguments, int index) {
    for (byte letter : arguments.bytes(index)) {
      if (letter < '!' || letter > '~') {
        throw new CommandException(
            "ERR Client names cannot contain spaces, newlines or special characters.");
      }
    }
    return arguments.text(index);
  }

  private static void replyMode(Client client, Arguments arguments, ReplyWriter reply) {
    Subcommands.require(arguments, "client|reply", 3);
    switch (arguments.word(2)) {
      case "on" -> {
        client.setReplyMode(Client.ReplyMode.ON);
        reply.ok();
      }
      case "off" -> client.setReplyMode(Client.ReplyMode.OFF);
      case "skip" -> {
        if (client.replyMode() == Client.ReplyMode.ON) {
          client.setReplyMode(Client.ReplyMode.SKIP_NEXT);
        }
      }
      default -> throw CommandException.syntax();
    }
  }

  private static void unblock(CommandContext context, Arguments arguments, ReplyWriter reply) {
    boolean withError = false;
    if (arguments.count() == 4) {
      if (arguments.is(3, "error")) {
        withError = true;
      } else if (!arguments.is(3, "timeout")) {
        throw new CommandException("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");
      }
    } else {
      Subcommands.require(arguments, "client|unblock", 3);
    }
    Client other = context.server().client(arguments.integer(2));
    reply.integer(other != null && context.server().blockedClients().unblock(other, withError));
  }

  private static boolean isOn(Arguments arguments, int index) {
    if (!arguments.is(index, "on") && !arguments.is(index, "off")) {
      throw CommandException.syntax();
    }
    return arguments.is(index, "on");
  }

  private static void pause(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Subcommands.require(arguments, "client|pause", -3);
    boolean all = arguments.count() == 3 || arguments.is(3, "all");
    if (arguments.count() > 4 || (!all && !arguments.is(3, "write"))) {
      throw new CommandException("ERR CLIENT PAUSE mode must be WRITE or ALL");
    }
    long millis =
        Numbers.integer(arguments.bytes(2))
            .orElseThrow(
                () -> new CommandException("ERR timeout is not an integer or out of range"));
    if (millis < 0) {
      throw new CommandException("ERR timeout is negative");
    }
    context.server().pause().begin(context.client(), Math.min(millis, LONGEST_PAUSE), all);
    reply.ok();
  }

  private static void kill(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Subcommands.require(arguments, "client|kill", -3);
    boolean old = arguments.count() == 3;
    Predicate<Client> wanted =
        old
            ? client -> client.connection().remoteAddress().equals(arguments.text(2))
            : ClientFilter.parse(context.client(), arguments);
    int killed = 0;
    for (Client client : List.copyOf(context.server().clients())) {
      if (wanted.test(client)) {
        killed++;
        if (client == context.client()) {
          client.closeAfterReply();
        } else {
          client.connection().cut();
        }
      }
    }
    if (!old) {
      reply.integer(killed);
    } else if (killed == 0) {
      throw new CommandException("ERR No such client");
    } else {
      reply.ok();
    }
  }

  /// All, or those of a type, or those named.
  private static void list(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Predicate<Client> wanted = _ -> true;
    if (arguments.count() == 4 && arguments.is(2, "type")) {
      wanted = ClientFilter.type(arguments.text(3));
    } else if (arguments.count() > 3 && arguments.is(2, "id")) {
      Set<Long> ids = new HashSet<>();
      for (int i = 3; i < arguments.count(); i++) {
        ids.add(
            Numbers.integer(arguments.bytes(i))
                .orElseThrow(() -> new CommandException("ERR Invalid client ID")));
      }
      wanted = client -> ids.contains(client.id());
    } else if (arguments.count() != 2) {
      throw CommandException.syntax();
    }
    StringBuilder lines = new StringBuilder();
    for (Client client : context.server().clients()) {
      if (wanted.test(client)) {
        lines.append(line(context, client)).append('\n');
      }
    }
    reply.verbatim("txt", lines.toString());
  }

  private static String line(CommandContext context, Client client) {
    long now = context.nowMillis();
    return "id=%d addr=%s laddr=%s fd=-1 name=%s age=%d idle=%d flags=%s db=%d sub=%d psub=%d ssub=%d multi=%d qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=%d oll=0 omem=%d tot-mem=0 events=r cmd=%s user=%s redir=-1 resp=%d"
        .formatted(
            client.id(),
            client.connection().remoteAddress(),
            client.connection().localAddress(),
            client.name(),
            (now - client.createdMillis()) / 1_000,
            (now - client.lastCommandMillis()) / 1_000,
            flagsOf(client),
            client.database(),
            client.channels().size(),
            client.patterns().size(),
            client.shardChannels().size(),
            client.queuedCommands(),
            client.reply().length(),
            client.connection().outputBytes(),
            client.lastCommand(),
            client.user(),
            client.reply().version());
  }

  private static String flagsOf(Client client) {
    String flags =
        (client.isMonitor() ? "O" : "")
            + (client.isSubscribed() ? "P" : "")
            + (client.isBlocked() ? "b" : "")
            + (client.inTransaction() ? "x" : "")
            + (client.isClosing() ? "c" : "")
            + (client.isSpared() ? "e" : "");
    return flags.isEmpty() ? "N" : flags;
  }
}
