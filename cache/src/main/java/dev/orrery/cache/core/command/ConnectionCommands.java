package dev.orrery.cache.core.command;

import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.LOADING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.NOSCRIPT;
import static dev.orrery.cache.core.command.CommandSpec.Flag.NO_AUTH;
import static dev.orrery.cache.core.command.CommandSpec.Flag.STALE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.keyspace.Databases;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/// What concerns the connection and not the keys: PING, HELLO, AUTH, SELECT, QUIT, RESET.
final class ConnectionCommands {
  private static final String GROUP = "connection";

  private ConnectionCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        CommandSpec.of(GROUP, "ping", -1, flags(FAST), ConnectionCommands::ping),
        CommandSpec.of(
            GROUP,
            "echo",
            2,
            flags(LOADING, STALE, FAST),
            (_, arguments, reply) -> reply.bulk(arguments.bytes(1))),
        CommandSpec.of(
            GROUP,
            "hello",
            -1,
            flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH),
            ConnectionCommands::hello),
        CommandSpec.of(
            GROUP,
            "auth",
            -2,
            flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, CommandSpec.Flag.SKIP_MONITOR),
            ConnectionCommands::auth),
        CommandSpec.of(GROUP, "select", 2, flags(LOADING, STALE, FAST), ConnectionCommands::select),
        CommandSpec.of(
            GROUP,
            "quit",
            -1,
            flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH),
            ConnectionCommands::quit),
        CommandSpec.of(
            GROUP,
            "reset",
            1,
            flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH),
            ConnectionCommands::reset));
  }

  private static void ping(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (arguments.count() > 2) {
      throw CommandException.wrongArity("ping");
    }
    if (context.client().isConfined()) {
      reply.array(2);
      reply.bulk("pong");
      reply.bulk(arguments.count() == 2 ? arguments.bytes(1) : new byte[0]);
    } else if (arguments.count() == 2) {
      reply.bulk(arguments.bytes(1));
    } else {
      reply.simple("PONG");
    }
  }

  private static void select(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long number = arguments.integer(1);
    if (number < 0 || number >= Databases.COUNT) {
      throw new CommandException("ERR DB index is out of range");
    }
    context.client().select((int) number);
    reply.ok();
  }

  private static void quit(CommandContext context, Arguments arguments, ReplyWriter reply) {
    context.client().closeAfterReply();
    reply.ok();
  }

  private static void reset(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Client client = context.client();
    TransactionCommands.abandon(context);
    client.select(0);
    client.setName("");
    client.setReplyMode(Client.ReplyMode.ON);
    context.server().commandObservers().forEach(observer -> observer.reset(client));
    client.unauthenticated();
    reply.setVersion(2);
    reply.simple("RESET");
  }

  private static void auth(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (arguments.count() > 3) {
      throw CommandException.syntax();
    }
    String password = context.settings().requirepass.text();
    if (arguments.count() == 2 && password.isEmpty()) {
      throw new CommandException(
          "ERR AUTH <password> called without any password configured for the default user. Are"
              + " you sure your configuration is correct?");
    }
    String user = arguments.count() == 3 ? arguments.text(1) : "default";
    authenticate(context, user, arguments.bytes(arguments.count() - 1));
    reply.ok();
  }

  /// Compares in constant time.
  private static void authenticate(CommandContext context, String user, byte[] given) {
    byte[] wanted = context.settings().requirepass.text().getBytes(StandardCharsets.UTF_8);
    boolean right = wanted.length == 0 || MessageDigest.isEqual(wanted, given);
    if (!user.equals("default") || !right) {
      throw new CommandException("WRONGPASS invalid username-password pair or user is disabled.");
    }
    context.client().authenticated(user);
  }

  private static void hello(CommandContext context, Arguments arguments, ReplyWriter reply) {
    int version = reply.version();
    if (arguments.count() > 1) {
      long wanted =
          Numbers.integer(arguments.bytes(1))
              .orElseThrow(() ->
                  new CommandException("ERR Protocol version is not an integer or out of range"));
      if (wanted < 2 || wanted > 3) {
        throw new CommandException("NOPROTO unsupported protocol version");
      }
      version = (int) wanted;
    }
    String name = null;
    boolean authenticated = false;
    for (int i = 2; i < arguments.count(); i++) {
      int left = arguments.count() - 1 - i;
      if (arguments.is(i, "auth") && left >= 2) {
        authenticate(context, arguments.text(i + 1), arguments.bytes(i + 2));
        authenticated = true;
        i += 2;
      } else if (arguments.is(i, "setname") && left >= 1) {
        name = ClientCommands.checkedName(arguments, ++i);
      } else {
        throw new CommandException("ERR Syntax error in HELLO option '" + arguments.text(i) + "'");
      }
    }
    if (!authenticated
        && new CommandProcessor(context.server()).mustAuthenticate(context.client())) {
      throw new CommandException(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
              + " <proto> AUTH <user> <pass> option can be used to authenticate the client and"
              + " select the RESP protocol version at the same time");
    }
    if (name != null) {
      context.client().setName(name);
    }
    reply.setVersion(version);
    writeGreeting(context, reply);
  }

  private static void writeGreeting(CommandContext context, ReplyWriter reply) {
    reply.map(7);
    reply.bulk("server");
    reply.bulk("redis");
    reply.bulk("version");
    reply.bulk(ServerInfo.COMPATIBLE_VERSION);
    reply.bulk("proto");
    reply.integer(reply.version());
    reply.bulk("id");
    reply.integer(context.client().id());
    reply.bulk("mode");
    reply.bulk("standalone");
    reply.bulk("role");
    reply.bulk("master");
    reply.bulk("modules");
    reply.array(0);
  }
}
