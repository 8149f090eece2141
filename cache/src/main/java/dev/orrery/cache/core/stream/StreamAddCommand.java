package dev.orrery.cache.core.stream;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.memory.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// XADD: an entry at the end, and what is too old away from the front.
final class StreamAddCommand {
  private StreamAddCommand() {}

  static void add(CommandContext context, Arguments arguments, ReplyWriter reply) {
    boolean create = true;
    StreamTrim trim = StreamTrim.none(2);
    int at = 2;
    while (at < arguments.count()) {
      if (arguments.is(at, "nomkstream")) {
        create = false;
        at++;
      } else if (arguments.is(at, "maxlen") || arguments.is(at, "minid")) {
        trim = StreamTrim.parse(context, arguments, at);
        at = trim.next();
      } else {
        break;
      }
    }
    int fields = arguments.count() - at - 1;
    if (fields < 2 || fields % 2 != 0) {
      throw CommandException.wrongArity("xadd");
    }
    String wanted = arguments.text(at);
    Bytes key = arguments.key(1);
    checkForm(wanted);
    Entry entry = StreamCommands.find(context, key);
    if (entry == null && !create) {
      reply.nullBulk();
      return;
    }
    StreamValue stream =
        entry == null ? new StreamValue() : CommandContext.cast(entry, StreamValue.class);
    StreamId id = choose(wanted, stream.lastId(), context.nowMillis());
    List<byte[]> content = new ArrayList<>(fields);
    for (int i = at + 1; i < arguments.count(); i++) {
      content.add(arguments.bytes(i));
    }
    stream.append(
        new StreamEntry(id, content),
        context.settings().streamNodeEntries.value(),
        context.settings().streamNodeBytes.value());
    long trimmed = trim.apply(stream);
    if (entry == null) {
      context.database().put(key, stream);
    } else {
      context.database().changed(entry);
    }
    context.notify('t', "xadd", key);
    if (trimmed > 0) {
      context.notify('t', "xtrim", key);
    }
    propagate(context, key, id, content, trimmed > 0 ? stream.length() : -1);
    reply.bulk(id.toString());
  }

  /// The identifier it got, not the one it asked for; the length it was left with, not the wish.
  private static void propagate(
      CommandContext context, Bytes key, StreamId id, List<byte[]> content, long length) {
    Arguments addition = Arguments.of(ascii("XADD"), key.array(), ascii(id.toString()));
    content.forEach(addition::add);
    context.propagateAs(addition);
    if (length >= 0) {
      context.propagateAs(
          Arguments.of(
              ascii("XTRIM"),
              key.array(),
              ascii("MAXLEN"),
              ascii("="),
              ascii(Long.toString(length))));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean hasOpenSequence(String wanted) {
    return wanted.endsWith("-*");
  }

  private static String millis(String wanted) {
    return wanted.substring(0, wanted.length() - 2);
  }

  private static void checkForm(String wanted) {
    if (hasOpenSequence(wanted)) {
      StreamId.parse(millis(wanted) + "-0", 0);
    } else if (!wanted.equals("*") && StreamId.parse(wanted, 0).equals(StreamId.LOWEST)) {
      throw new CommandException("ERR The ID specified in XADD must be greater than 0-0");
    }
  }

  private static StreamId choose(String wanted, StreamId last, long nowMillis) {
    if (last.equals(StreamId.HIGHEST)) {
      throw new CommandException(
          "ERR The stream has exhausted the last possible ID, unable to add more items");
    }
    StreamId chosen;
    if (wanted.equals("*")) {
      StreamId now = new StreamId(nowMillis, 0);
      chosen = now.compareTo(last) > 0 ? now : last.next();
    } else if (hasOpenSequence(wanted)) {
      long millis = StreamId.parse(millis(wanted) + "-0", 0).millis();
      // After the highest number comes zero, which is refused below.
      chosen = new StreamId(millis, millis == last.millis() ? last.sequence() + 1 : 0);
    } else {
      chosen = StreamId.parse(wanted, 0);
    }
    if (chosen.compareTo(last) <= 0) {
      throw new CommandException(
          "ERR The ID specified in XADD is equal or smaller than the target stream top item");
    }
    return chosen;
  }
}
