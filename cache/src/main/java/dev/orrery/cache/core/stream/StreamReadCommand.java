package dev.orrery.cache.core.stream;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.BlockedClients;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.memory.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// XREAD: what came after the entries that the reader has, from several streams; it may wait.
final class StreamReadCommand {
  private StreamReadCommand() {}

  static void read(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long count = -1;
    long timeout = -1;
    int at = 1;
    while (!arguments.is(at, "streams")) {
      if (at + 1 >= arguments.count()) {
        throw CommandException.syntax();
      }
      if (arguments.is(at, "count")) {
        count = arguments.integer(at + 1) > 0 ? arguments.integer(at + 1) : -1;
      } else if (arguments.is(at, "block")) {
        timeout = timeout(arguments.bytes(at + 1));
      } else {
        throw CommandException.syntax();
      }
      at += 2;
      if (at >= arguments.count()) {
        throw CommandException.syntax();
      }
    }
    int streams = arguments.count() - at - 1;
    if (streams == 0) {
      throw CommandException.syntax();
    }
    if (streams % 2 != 0) {
      throw new CommandException(
          "ERR Unbalanced 'xread' list of streams: for each stream key an ID or '$' must be"
              + " specified.");
    }
    Map<Bytes, StreamId> after = new LinkedHashMap<>();
    for (int i = at + 1; i <= at + streams / 2; i++) {
      Bytes key = arguments.key(i);
      after.put(key, after(context, key, arguments.text(i + streams / 2)));
    }
    if (write(context, after, count, reply)) {
      return;
    }
    if (timeout < 0 || !context.mayBlock()) {
      reply.nullArray();
    } else {
      context.block(List.copyOf(after.keySet()), timeout, new Reader(after, count));
    }
  }

  private static long timeout(byte[] text) {
    OptionalLong millis = Numbers.integer(text);
    if (millis.isEmpty()) {
      throw new CommandException("ERR timeout is not an integer or out of range");
    }
    if (millis.getAsLong() < 0) {
      throw new CommandException("ERR timeout is negative");
    }
    return millis.getAsLong();
  }

  private static StreamId after(CommandContext context, Bytes key, String text) {
    Entry entry = StreamCommands.find(context, key);
    if (text.equals(">")) {
      throw new CommandException(
          "ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group>"
              + " <consumer> option.");
    }
    if (!text.equals("$")) {
      return StreamId.parse(text, 0);
    }
    return entry == null ? StreamId.LOWEST : CommandContext.cast(entry, StreamValue.class).lastId();
  }

  /// @return false, and nothing is written, when there is nothing new
  private static boolean write(
      CommandContext context, Map<Bytes, StreamId> after, long count, ReplyWriter reply) {
    Map<Bytes, List<StreamEntry>> found = new LinkedHashMap<>();
    after.forEach((key, id) -> {
      Entry entry = context.database().find(key);
      if (entry != null
          && entry.value() instanceof StreamValue stream
          && id.compareTo(StreamId.HIGHEST) < 0) {
        List<StreamEntry> entries = stream.range(id.next(), StreamId.HIGHEST, count, false);
        if (!entries.isEmpty()) {
          found.put(key, entries);
        }
      }
    });
    if (found.isEmpty()) {
      return false;
    }
    boolean asMap = reply.version() == 3;
    if (asMap) {
      reply.map(found.size());
    } else {
      reply.array(found.size());
    }
    found.forEach((key, entries) -> {
      if (!asMap) {
        reply.array(2);
      }
      reply.bulk(key);
      StreamCommands.write(reply, entries);
    });
    return true;
  }

  private record Reader(Map<Bytes, StreamId> after, long count) implements BlockedClients.Blocked {
    @Override
    public boolean serve(CommandContext context, Bytes key, ReplyWriter reply) {
      StreamId id = after.get(key);
      return id != null && write(context, Map.of(key, id), count, reply);
    }

    @Override
    public void timedOut(ReplyWriter reply) {
      reply.nullArray();
    }
  }
}
