package dev.orrery.cache.core.command;

import java.util.List;
import java.util.Set;

/// What commands with subcommands (CONFIG, CLIENT, OBJECT) have in common.
public final class Subcommands {
  private static final Set<String> CONTAINERS =
      Set.of(
          "client",
          "command",
          "config",
          "debug",
          "function",
          "object",
          "pubsub",
          "slowlog",
          "latency",
          "memory",
          "script",
          "xinfo",
          "xgroup");

  private Subcommands() {}

  /// Whether the first argument of this command names a subcommand.
  static boolean has(String command) {
    return CONTAINERS.contains(command);
  }

  /// The error on a subcommand that there is not.
  public static CommandException unknown(String command, Arguments arguments) {
    return new CommandException(
        "ERR unknown subcommand or wrong number of arguments for '"
            + arguments.text(1)
            + "'. Try "
            + command
            + " HELP.");
  }

  /// @throws CommandException unless the command has this many arguments, or at least so many when
  ///   `arity` is negative
  public static void require(Arguments arguments, String full, int arity) {
    boolean fits = arity >= 0 ? arguments.count() == arity : arguments.count() >= -arity;
    if (!fits) {
      throw CommandException.wrongArity(full);
    }
  }

  /// The reply of a HELP subcommand.
  public static void help(ReplyWriter reply, String... lines) {
    List<String> all = List.of(lines);
    reply.array(all.size());
    all.forEach(reply::simple);
  }
}
