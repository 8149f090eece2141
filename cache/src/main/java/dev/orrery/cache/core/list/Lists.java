package dev.orrery.cache.core.list;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The primitive changes of a list under a key that commands, and waiting clients, are made of.
final class Lists {
  private Lists() {}

  static @Nullable ListValue held(CommandContext context, Bytes key) {
    Entry entry = context.find(key, ListValue.class);
    return entry == null ? null : CommandContext.cast(entry, ListValue.class);
  }

  /// Whether an argument says LEFT; the other is RIGHT.
  ///
  /// @throws CommandException when it says neither
  static boolean isLeft(Arguments arguments, int index) {
    if (arguments.is(index, "left")) {
      return true;
    }
    if (arguments.is(index, "right")) {
      return false;
    }
    throw CommandException.syntax();
  }

  static void push(CommandContext context, Bytes key, List<byte[]> elements, boolean left) {
    ListValue held = held(context, key);
    ListValue list = held == null ? new ListValue() : held;
    long limit = context.settings().listListpackSize.value();
    for (byte[] element : elements) {
      list.push(element, left, limit);
    }
    context.database().put(key, list);
    context.notify('l', left ? "lpush" : "rpush", key);
  }

  /// Takes elements from a list that is there.
  static List<byte[]> pop(CommandContext context, Bytes key, long count, boolean left) {
    Entry entry = context.find(key, ListValue.class);
    if (entry == null) {
      return List.of();
    }
    ListValue list = CommandContext.cast(entry, ListValue.class);
    List<byte[]> popped = new ArrayList<>();
    while (popped.size() < count && list.elements() > 0) {
      popped.add(list.pop(left));
    }
    if (!popped.isEmpty()) {
      context.notify('l', left ? "lpop" : "rpop", key);
      changed(context, entry);
    }
    return popped;
  }

  /// To be called after elements were taken out.
  static void changed(CommandContext context, Entry entry) {
    if (CommandContext.cast(entry, ListValue.class).elements() == 0) {
      Bytes key = entry.key();
      context.database().remove(key);
      context.notify('g', "del", key);
    } else {
      context.database().changed(entry);
    }
  }

  /// Moves one element; the source is not empty.
  static byte[] move(
      CommandContext context, Bytes from, Bytes to, boolean fromLeft, boolean toLeft) {
    ListValue _ = held(context, to);
    byte[] element = pop(context, from, 1, fromLeft).getFirst();
    push(context, to, List.of(element), toLeft);
    return element;
  }

  static void write(ReplyWriter reply, List<byte[]> elements) {
    reply.array(elements.size());
    elements.forEach(reply::bulk);
  }
}
