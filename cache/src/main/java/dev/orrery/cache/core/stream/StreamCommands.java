package dev.orrery.cache.core.stream;

import static dev.orrery.cache.core.command.CommandSpec.Flag.BLOCKING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.MOVABLEKEYS;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// XLEN, XRANGE, XREVRANGE, XDEL, XTRIM, XSETID, XINFO; XADD and XREAD are in files of their own.
public final class StreamCommands {
  private static final String GROUP = "stream";

  private StreamCommands() {}

  public static List<CommandSpec> all() {
    return List.of(
        CommandSpec.keyed(GROUP, "xadd", -5, flags(WRITE, DENYOOM, FAST), StreamAddCommand::add),
        CommandSpec.of(
            GROUP, "xread", -4, flags(READONLY, BLOCKING, MOVABLEKEYS), StreamReadCommand::read),
        CommandSpec.keyed(GROUP, "xlen", 2, flags(READONLY, FAST), StreamCommands::length),
        CommandSpec.keyed(GROUP, "xrange", -4, flags(READONLY), (c, a, r) -> range(c, a, r, false)),
        CommandSpec.keyed(
            GROUP, "xrevrange", -4, flags(READONLY), (c, a, r) -> range(c, a, r, true)),
        CommandSpec.keyed(GROUP, "xdel", -3, flags(WRITE, FAST), StreamCommands::delete),
        CommandSpec.keyed(GROUP, "xtrim", -4, flags(WRITE), StreamCommands::trim),
        CommandSpec.keyed(GROUP, "xsetid", -3, flags(WRITE, DENYOOM, FAST), StreamCommands::setId),
        new CommandSpec(
            "xinfo", -2, flags(READONLY), 2, 2, 1, GROUP, StreamInfoCommand::information));
  }

  static void write(ReplyWriter reply, List<StreamEntry> entries) {
    reply.array(entries.size());
    entries.forEach(entry -> write(reply, entry));
  }

  static void write(ReplyWriter reply, StreamEntry entry) {
    reply.array(2);
    reply.bulk(entry.id().toString());
    reply.array(entry.fields().size());
    entry.fields().forEach(reply::bulk);
  }

  static @Nullable Entry find(CommandContext context, Bytes key) {
    return context.find(key, StreamValue.class);
  }

  private static void length(CommandContext context, Arguments arguments, ReplyWriter reply) {
    StreamValue stream = context.read(arguments.key(1), StreamValue.class);
    reply.integer(stream == null ? 0 : stream.length());
  }

  private static StreamId bound(String text, boolean first) {
    if (text.startsWith("(")) {
      StreamId excluded = StreamId.parse(text.substring(1), first ? 0 : -1);
      if (excluded.equals(first ? StreamId.HIGHEST : StreamId.LOWEST)) {
        throw new CommandException(
            "ERR invalid " + (first ? "start" : "end") + " ID for the interval");
      }
      return first ? excluded.next() : excluded.previous();
    }
    return switch (text) {
      case "-" -> StreamId.LOWEST;
      case "+" -> StreamId.HIGHEST;
      default -> StreamId.parse(text, first ? 0 : -1);
    };
  }

  private static void range(
      CommandContext context, Arguments arguments, ReplyWriter reply, boolean backwards) {
    StreamId first = bound(arguments.text(backwards ? 3 : 2), true);
    StreamId last = bound(arguments.text(backwards ? 2 : 3), false);
    long count = -1;
    for (int i = 4; i < arguments.count(); i += 2) {
      if (!arguments.is(i, "count") || i + 1 == arguments.count()) {
        throw CommandException.syntax();
      }
      count = Math.max(0, arguments.integer(i + 1));
    }
    StreamValue stream = context.read(arguments.key(1), StreamValue.class);
    if (stream == null) {
      reply.array(0);
    } else if (count == 0) {
      reply.nullArray();
    } else {
      write(reply, stream.range(first, last, count, backwards));
    }
  }

  private static void delete(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    Entry entry = find(context, key);
    List<StreamId> ids = new ArrayList<>();
    for (int i = 2; i < arguments.count() && entry != null; i++) {
      ids.add(StreamId.parse(arguments.text(i), 0));
    }
    int deleted = 0;
    if (entry != null) {
      StreamValue stream = CommandContext.cast(entry, StreamValue.class);
      for (StreamId id : ids) {
        deleted += stream.remove(id) ? 1 : 0;
      }
      if (deleted > 0) {
        context.database().changed(entry);
        context.notify('t', "xdel", key);
      }
    }
    reply.integer(deleted);
  }

  private static void trim(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (!arguments.is(2, "maxlen") && !arguments.is(2, "minid")) {
      throw CommandException.syntax();
    }
    StreamTrim trim = StreamTrim.parse(context, arguments, 2);
    if (trim.next() < arguments.count()) {
      throw CommandException.syntax();
    }
    Bytes key = arguments.key(1);
    Entry entry = find(context, key);
    long removed = 0;
    if (entry != null) {
      removed = trim.apply(CommandContext.cast(entry, StreamValue.class));
      if (removed > 0) {
        context.database().changed(entry);
        context.notify('t', "xtrim", key);
      }
    }
    reply.integer(removed);
  }

  private static void setId(CommandContext context, Arguments arguments, ReplyWriter reply) {
    StreamId id = StreamId.parse(arguments.text(2), 0);
    boolean full = arguments.count() == 7;
    if ((arguments.count() != 3 && !full)
        || (full && (!arguments.is(3, "entriesadded") || !arguments.is(5, "maxdeletedid")))) {
      throw CommandException.syntax();
    }
    long appended = full ? arguments.integer(4) : -1;
    if (full && appended < 0) {
      throw new CommandException("ERR entries_added must be positive");
    }
    StreamId deleted = full ? StreamId.parse(arguments.text(6), 0) : StreamId.LOWEST;
    if (full && id.compareTo(deleted) < 0) {
      throw smaller("ID", "provided max_deleted_entry_id");
    }
    Bytes key = arguments.key(1);
    Entry entry = find(context, key);
    if (entry == null) {
      throw CommandException.noSuchKey();
    }
    StreamValue stream = CommandContext.cast(entry, StreamValue.class);
    StreamEntry last = stream.last();
    if (last != null && id.compareTo(last.id()) < 0) {
      throw smaller("ID", "target stream top item");
    }
    if (full && appended < stream.length()) {
      throw smaller("entries_added", "target stream length");
    }
    stream.setHistory(
        id,
        full ? appended : stream.appended(),
        full && !deleted.equals(StreamId.LOWEST) ? deleted : stream.highestDeleted());
    context.database().changed(entry);
    context.notify('t', "xsetid", key);
    reply.ok();
  }

  private static CommandException smaller(String what, String than) {
    return new CommandException(
        "ERR The " + what + " specified in XSETID is smaller than the " + than);
  }
}
