package dev.orrery.cache.core.list;

import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.Command;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.CommandSpec.Flag;
import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Commands of one list that never wait; those that may are [BlockingListCommands].
public final class ListCommands {
  private ListCommands() {}

  private static CommandSpec spec(String name, int arity, Set<Flag> flags, Command command) {
    return CommandSpec.keyed("list", name, arity, flags, command);
  }

  public static List<CommandSpec> all() {
    Set<Flag> write = flags(WRITE, DENYOOM, FAST);
    List<CommandSpec> specs = new ArrayList<>();
    specs.add(spec("lpush", -3, write, (c, a, r) -> push(c, a, r, true, false)));
    specs.add(spec("rpush", -3, write, (c, a, r) -> push(c, a, r, false, false)));
    specs.add(spec("lpushx", -3, write, (c, a, r) -> push(c, a, r, true, true)));
    specs.add(spec("rpushx", -3, write, (c, a, r) -> push(c, a, r, false, true)));
    specs.add(spec("lpop", -2, flags(WRITE, FAST), (c, a, r) -> pop(c, a, r, true)));
    specs.add(spec("rpop", -2, flags(WRITE, FAST), (c, a, r) -> pop(c, a, r, false)));
    specs.add(spec("llen", 2, flags(READONLY, FAST), ListCommands::length));
    specs.add(spec("lindex", 3, flags(READONLY), ListCommands::get));
    specs.add(spec("lset", 4, flags(WRITE, DENYOOM), ListCommands::set));
    specs.add(spec("linsert", 5, flags(WRITE, DENYOOM), ListCommands::insert));
    specs.add(spec("lrange", 4, flags(READONLY), ListCommands::range));
    specs.add(spec("ltrim", 4, flags(WRITE), ListCommands::trim));
    specs.add(spec("lrem", 4, flags(WRITE), ListCommands::remove));
    specs.add(spec("lpos", -3, flags(READONLY), ListCommands::positions));
    specs.addAll(BlockingListCommands.all());
    return List.copyOf(specs);
  }

  private static void push(
      CommandContext context,
      Arguments arguments,
      ReplyWriter reply,
      boolean left,
      boolean onlyIfThere) {
    Bytes key = arguments.key(1);
    ListValue held = Lists.held(context, key);
    if (onlyIfThere && held == null) {
      reply.integer(0);
      return;
    }
    List<byte[]> elements = new ArrayList<>();
    for (int i = 2; i < arguments.count(); i++) {
      elements.add(arguments.bytes(i));
    }
    reply.integer((held == null ? 0 : held.elements()) + (long) elements.size());
    Lists.push(context, key, elements, left);
  }

  private static void pop(
      CommandContext context, Arguments arguments, ReplyWriter reply, boolean left) {
    if (arguments.count() > 3) {
      throw CommandException.wrongArity(arguments.word(0));
    }
    boolean counted = arguments.count() == 3;
    long count = 1;
    if (counted) {
      count = Numbers.integer(arguments.bytes(2)).orElse(-1);
      if (count < 0) {
        throw new CommandException("ERR value is out of range, must be positive");
      }
    }
    Bytes key = arguments.key(1);
    if (Lists.held(context, key) == null) {
      if (counted) {
        reply.nullArray();
      } else {
        reply.nullBulk();
      }
      return;
    }
    List<byte[]> popped = Lists.pop(context, key, count, left);
    if (counted) {
      Lists.write(reply, popped);
    } else {
      reply.bulk(popped.getFirst());
    }
  }

  private static void length(CommandContext context, Arguments arguments, ReplyWriter reply) {
    ListValue list = context.read(arguments.key(1), ListValue.class);
    reply.integer(list == null ? 0 : list.elements());
  }

  private static void get(CommandContext context, Arguments arguments, ReplyWriter reply) {
    ListValue list = context.read(arguments.key(1), ListValue.class);
    if (list == null) {
      reply.nullBulk();
      return;
    }
    long index = arguments.integer(2);
    long place = index < 0 ? index + list.elements() : index;
    if (place < 0 || place >= list.elements()) {
      reply.nullBulk();
    } else {
      reply.bulk(list.get((int) place));
    }
  }

  private static void set(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Entry entry = context.find(arguments.key(1), ListValue.class);
    if (entry == null) {
      throw CommandException.noSuchKey();
    }
    ListValue list = CommandContext.cast(entry, ListValue.class);
    long index = arguments.integer(2);
    long place = index < 0 ? index + list.elements() : index;
    if (place < 0 || place >= list.elements()) {
      throw new CommandException("ERR index out of range");
    }
    list.set((int) place, arguments.bytes(3), context.settings().listListpackSize.value());
    context.database().changed(entry);
    context.notify('l', "lset", entry.key());
    reply.ok();
  }

  private static void insert(CommandContext context, Arguments arguments, ReplyWriter reply) {
    boolean after = arguments.is(2, "after");
    if (!after && !arguments.is(2, "before")) {
      throw CommandException.syntax();
    }
    Entry entry = context.find(arguments.key(1), ListValue.class);
    if (entry == null) {
      reply.integer(0);
      return;
    }
    ListValue list = CommandContext.cast(entry, ListValue.class);
    int[] pivot = {-1};
    list.walk(
        0,
        true,
        (index, element) -> {
          boolean found = Arrays.equals(element, arguments.bytes(3));
          pivot[0] = found ? index : -1;
          return !found;
        });
    if (pivot[0] < 0) {
      reply.integer(-1);
      return;
    }
    long limit = context.settings().listListpackSize.value();
    list.insert(pivot[0] + (after ? 1 : 0), arguments.bytes(4), limit);
    context.database().changed(entry);
    context.notify('l', "linsert", entry.key());
    reply.integer(list.elements());
  }

  /// Indexes as LRANGE and LTRIM take them, cut to what there is; `to` is exclusive.
  private record Range(int from, int to) {
    static Range of(long start, long end, int size) {
      long from = Math.max(0, start < 0 ? start + size : start);
      long last = Math.min(end < 0 ? end + size : end, size - 1L);
      return from > last ? new Range(0, 0) : new Range((int) from, (int) last + 1);
    }
  }

  private static void range(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long start = arguments.integer(2);
    long end = arguments.integer(3);
    ListValue list = context.read(arguments.key(1), ListValue.class);
    Range range = Range.of(start, end, list == null ? 0 : list.elements());
    reply.array(range.to - range.from);
    if (list != null && range.to > range.from) {
      list.walk(
          range.from,
          true,
          (index, element) -> {
            reply.bulk(element);
            return index + 1 < range.to;
          });
    }
  }

  private static void trim(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long start = arguments.integer(2);
    long end = arguments.integer(3);
    Entry entry = context.find(arguments.key(1), ListValue.class);
    if (entry != null) {
      ListValue list = CommandContext.cast(entry, ListValue.class);
      Range range = Range.of(start, end, list.elements());
      list.remove(range.to, list.elements());
      list.remove(0, range.from);
      context.notify('l', "ltrim", entry.key());
      Lists.changed(context, entry);
    }
    reply.ok();
  }

  private static void remove(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long count = arguments.integer(2);
    Entry entry = context.find(arguments.key(1), ListValue.class);
    int removed = 0;
    if (entry != null) {
      int most = (int) Math.min(Math.abs(Math.max(count, -Long.MAX_VALUE)), Integer.MAX_VALUE);
      removed =
          CommandContext.cast(entry, ListValue.class)
              .removeEqual(arguments.bytes(3), most, count >= 0);
      if (removed > 0) {
        context.notify('l', "lrem", entry.key());
        Lists.changed(context, entry);
      }
    }
    reply.integer(removed);
  }

  private static void positions(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long rank = 1;
    long count = -1;
    long most = 0;
    for (int i = 3; i < arguments.count(); i += 2) {
      if (i + 1 == arguments.count()) {
        throw CommandException.syntax();
      }
      if (arguments.is(i, "rank")) {
        rank = arguments.integer(i + 1);
        if (rank == Long.MIN_VALUE) {
          throw new CommandException(
              "ERR value is out of range, must between "
                  + -Long.MAX_VALUE
                  + " and "
                  + Long.MAX_VALUE);
        }
        if (rank == 0) {
          throw new CommandException(
              "ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ..."
                  + " or use negative to start from the end of the list");
        }
      } else if (arguments.is(i, "count")) {
        count = notNegative(arguments, i + 1, "ERR COUNT can't be negative");
      } else if (arguments.is(i, "maxlen")) {
        most = notNegative(arguments, i + 1, "ERR MAXLEN can't be negative");
      } else {
        throw CommandException.syntax();
      }
    }
    ListValue list = context.read(arguments.key(1), ListValue.class);
    List<Integer> found =
        list == null ? List.of() : find(list, arguments.bytes(2), rank, count, most);
    if (count >= 0) {
      reply.array(found.size());
      found.forEach(reply::integer);
    } else if (found.isEmpty()) {
      reply.nullBulk();
    } else {
      reply.integer(found.getFirst());
    }
  }

  private static long notNegative(Arguments arguments, int index, String message) {
    long number = Numbers.integer(arguments.bytes(index)).orElse(-1);
    if (number < 0) {
      throw new CommandException(message);
    }
    return number;
  }

  private static List<Integer> find(
      ListValue list, byte[] wanted, long rank, long count, long most) {
    boolean forward = rank > 0;
    long[] skip = {Math.abs(rank) - 1};
    long[] compared = {0};
    long enough = count < 0 ? 1 : count;
    List<Integer> found = new ArrayList<>();
    list.walk(
        forward ? 0 : list.elements() - 1,
        forward,
        (index, element) -> {
          if (Arrays.equals(element, wanted) && skip[0]-- <= 0) {
            found.add(index);
          }
          compared[0]++;
          return (enough == 0 || found.size() < enough) && (most == 0 || compared[0] < most);
        });
    return found;
  }
}
