package dev.orrery.cache.core.stream;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.command.Subcommands;
import org.jspecify.annotations.Nullable;

/// XINFO STREAM.
final class StreamInfoCommand {
  private static final int SHOWN = 10;

  private StreamInfoCommand() {}

  static void information(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (arguments.is(1, "help")) {
      Subcommands.require(arguments, "xinfo|help", 2);
      Subcommands.help(
          reply,
          "XINFO <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
          "STREAM <key> [FULL [COUNT <count>]]",
          "    Show what is known about a stream.",
          "HELP",
          "    Print this help.");
      return;
    }
    if (!arguments.is(1, "stream") || arguments.count() < 3) {
      throw Subcommands.unknown("XINFO", arguments);
    }
    boolean full = arguments.count() > 3;
    boolean counted = arguments.count() == 6;
    if (full
        && (!arguments.is(3, "full")
            || (arguments.count() != 4 && !counted)
            || (counted && !arguments.is(4, "count")))) {
      throw CommandException.syntax();
    }
    long count = counted ? arguments.integer(5) : SHOWN;
    StreamValue stream = context.read(arguments.key(2), StreamValue.class);
    if (stream == null) {
      throw CommandException.noSuchKey();
    }
    StreamEntry first = stream.first();
    reply.map(full ? 9 : 10);
    number(reply, "length", stream.length());
    number(reply, "radix-tree-keys", stream.nodes());
    number(reply, "radix-tree-nodes", stream.nodes() + 1L);
    id(reply, "last-generated-id", stream.lastId());
    id(reply, "max-deleted-entry-id", stream.highestDeleted());
    number(reply, "entries-added", stream.appended());
    id(reply, "recorded-first-entry-id", first == null ? StreamId.LOWEST : first.id());
    if (full) {
      reply.bulk("entries");
      StreamCommands.write(
          reply, stream.range(StreamId.LOWEST, StreamId.HIGHEST, count <= 0 ? -1 : count, false));
      reply.bulk("groups");
      reply.array(0);
    } else {
      number(reply, "groups", 0);
      entry(reply, "first-entry", first);
      entry(reply, "last-entry", stream.last());
    }
  }

  private static void number(ReplyWriter reply, String name, long number) {
    reply.bulk(name);
    reply.integer(number);
  }

  private static void id(ReplyWriter reply, String name, StreamId id) {
    reply.bulk(name);
    reply.bulk(id.toString());
  }

  private static void entry(ReplyWriter reply, String name, @Nullable StreamEntry entry) {
    reply.bulk(name);
    if (entry == null) {
      reply.nullBulk();
    } else {
      StreamCommands.write(reply, entry);
    }
  }
}
