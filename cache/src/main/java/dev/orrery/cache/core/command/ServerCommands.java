package dev.orrery.cache.core.command;

import static dev.orrery.cache.core.command.CommandSpec.Flag.ADMIN;
import static dev.orrery.cache.core.command.CommandSpec.Flag.DANGEROUS;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.LOADING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.NOSCRIPT;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.STALE;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.keyspace.Databases;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The server as a whole: databases emptied and swapped, INFO, COMMAND, TIME.
final class ServerCommands {
  private static final String GROUP = "server";

  private ServerCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        CommandSpec.of(
            "keyspace",
            "dbsize",
            1,
            flags(READONLY, FAST),
            (context, _, reply) -> reply.integer(context.database().size())),
        CommandSpec.of(
            "keyspace", "flushdb", -1, flags(WRITE, DANGEROUS), ServerCommands::flushDatabase),
        CommandSpec.of(
            "keyspace", "flushall", -1, flags(WRITE, DANGEROUS), ServerCommands::flushAll),
        CommandSpec.of(
            "keyspace", "swapdb", 3, flags(WRITE, FAST, DANGEROUS), ServerCommands::swap),
        CommandSpec.of(GROUP, "time", 1, flags(LOADING, STALE, FAST), ServerCommands::time),
        CommandSpec.of(GROUP, "info", -1, flags(LOADING, STALE, DANGEROUS), ServerCommands::info),
        CommandSpec.of(GROUP, "function", -2, flags(NOSCRIPT), ServerCommands::function),
        CommandSpec.of(
            GROUP,
            "lolwut",
            -1,
            flags(READONLY, FAST),
            (_, _, reply) ->
                reply.verbatim(
                    "txt",
                    "Orrery cache, a model of Redis " + ServerInfo.COMPATIBLE_VERSION + "\n")),
        CommandSpec.of(GROUP, "command", -1, flags(LOADING, STALE), CommandCommand::command),
        CommandSpec.of(
            GROUP, "config", -2, flags(ADMIN, NOSCRIPT, LOADING, STALE), ConfigCommand::config),
        CommandSpec.of(
            GROUP, "debug", -2, flags(ADMIN, NOSCRIPT, LOADING, STALE), DebugCommand::debug));
  }

  private static void checkMode(Arguments arguments) {
    boolean known =
        arguments.count() == 1
            || (arguments.count() == 2 && (arguments.is(1, "sync") || arguments.is(1, "async")));
    if (!known) {
      throw CommandException.syntax();
    }
  }

  private static void flushDatabase(
      CommandContext context, Arguments arguments, ReplyWriter reply) {
    checkMode(arguments);
    context.database().clear();
    reply.ok();
  }

  private static void flushAll(CommandContext context, Arguments arguments, ReplyWriter reply) {
    checkMode(arguments);
    for (int i = 0; i < Databases.COUNT; i++) {
      context.databases().database(i).clear();
    }
    reply.ok();
  }

  private static void swap(CommandContext context, Arguments arguments, ReplyWriter reply) {
    int one = number(arguments, 1, "first");
    int other = number(arguments, 2, "second");
    context.databases().swap(one, other);
    reply.ok();
  }

  private static int number(Arguments arguments, int index, String which) {
    long number =
        Numbers.integer(arguments.bytes(index))
            .orElseThrow(() -> new CommandException("ERR invalid " + which + " DB index"));
    if (number < 0 || number >= Databases.COUNT) {
      throw new CommandException("ERR DB index is out of range");
    }
    return (int) number;
  }

  private static void time(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long millis = context.nowMillis();
    reply.array(2);
    reply.bulkInteger(millis / 1_000);
    reply.bulkInteger(millis % 1_000 * 1_000);
  }

  private static void info(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Set<String> sections = new LinkedHashSet<>();
    for (int i = 1; i < arguments.count(); i++) {
      sections.add(arguments.word(i));
    }
    reply.verbatim("txt", context.server().info().text(sections));
  }

  /// There are no functions, so there is nothing to flush or to list; others are refused.
  private static void function(CommandContext context, Arguments arguments, ReplyWriter reply) {
    switch (arguments.word(1)) {
      case "flush" -> reply.ok();
      case "list" -> reply.array(0);
      default -> throw Subcommands.unknown("FUNCTION", arguments);
    }
  }
}
