package dev.orrery.cache.core.hash;

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
import dev.orrery.cache.core.command.CounterCommands;
import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.command.ScanCommands;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.listpack.RandomSelection;
import dev.orrery.cache.core.memory.Bytes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// HSET, HGET and what else there is for hashes.
public final class HashCommands {
  private static final byte[] HSET = "HSET".getBytes(StandardCharsets.US_ASCII);

  private HashCommands() {}

  private static CommandSpec spec(String name, int arity, Set<Flag> flags, Command command) {
    return CommandSpec.keyed("hash", name, arity, flags, command);
  }

  public static List<CommandSpec> all() {
    Set<Flag> write = flags(WRITE, DENYOOM, FAST);
    Set<Flag> read = flags(READONLY, FAST);
    return List.of(
        spec("hset", -4, write, HashCommands::set),
        spec("hmset", -4, write, HashCommands::set),
        spec("hsetnx", 4, write, HashCommands::setIfAbsent),
        spec("hget", 3, read, HashCommands::get),
        spec("hmget", -3, read, HashCommands::getMany),
        spec("hdel", -3, flags(WRITE, FAST), HashCommands::delete),
        spec("hlen", 2, read, HashCommands::length),
        spec("hstrlen", 3, read, HashCommands::valueLength),
        spec("hexists", 3, read, HashCommands::exists),
        spec("hincrby", 4, write, HashCommands::add),
        spec("hincrbyfloat", 4, write, HashCommands::addFraction),
        spec("hkeys", 2, flags(READONLY), (c, a, r) -> list(c, a, r, true, false)),
        spec("hvals", 2, flags(READONLY), (c, a, r) -> list(c, a, r, false, true)),
        spec("hgetall", 2, flags(READONLY), (c, a, r) -> list(c, a, r, true, true)),
        spec("hrandfield", -2, flags(READONLY), HashCommands::random),
        spec("hscan", -3, flags(READONLY), HashCommands::scan));
  }

  private record Pair(Bytes field, Bytes value) {}

  private static @Nullable HashValue held(CommandContext context, Bytes key) {
    Entry entry = context.find(key, HashValue.class);
    return entry == null ? null : CommandContext.cast(entry, HashValue.class);
  }

  /// Puts fields and values, from an argument on, into the hash of a key; makes or converts it.
  ///
  /// @return how many fields are new
  private static int put(CommandContext context, Bytes key, Arguments arguments, int from) {
    HashValue held = held(context, key);
    HashValue hash = held == null ? new ListpackHash() : held;
    int fresh = 0;
    for (int i = from; i < arguments.count(); i += 2) {
      if (hash instanceof ListpackHash && !fits(context, hash, arguments, i)) {
        hash = TableHash.of(hash);
      }
      if (hash.put(arguments.key(i), arguments.bytes(i + 1))) {
        fresh++;
      }
    }
    if (hash instanceof ListpackHash
        && hash.elements() > context.settings().hashListpackEntries.value()) {
      hash = TableHash.of(hash);
    }
    context.database().put(key, hash);
    return fresh;
  }

  private static boolean fits(
      CommandContext context, HashValue hash, Arguments arguments, int field) {
    long longest = context.settings().hashListpackValue.value();
    return arguments.bytes(field).length <= longest
        && arguments.bytes(field + 1).length <= longest
        && hash.elements() <= context.settings().hashListpackEntries.value();
  }

  private static void set(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (arguments.count() % 2 != 0) {
      throw CommandException.wrongArity(arguments.word(0));
    }
    Bytes key = arguments.key(1);
    int fresh = put(context, key, arguments, 2);
    context.notify('h', "hset", key);
    if (arguments.is(0, "hmset")) {
      reply.ok();
    } else {
      reply.integer(fresh);
    }
  }

  private static void setIfAbsent(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    HashValue hash = held(context, key);
    boolean absent = hash == null || hash.get(arguments.key(2)) == null;
    if (absent) {
      put(context, key, arguments, 2);
      context.notify('h', "hset", key);
    }
    reply.integer(absent);
  }

  private static void get(CommandContext context, Arguments arguments, ReplyWriter reply) {
    write(reply, context.read(arguments.key(1), HashValue.class), arguments.key(2));
  }

  private static void write(ReplyWriter reply, @Nullable HashValue hash, Bytes field) {
    byte[] value = hash == null ? null : hash.get(field);
    if (value == null) {
      reply.nullBulk();
    } else {
      reply.bulk(value);
    }
  }

  private static void getMany(CommandContext context, Arguments arguments, ReplyWriter reply) {
    HashValue hash = context.read(arguments.key(1), HashValue.class);
    reply.array(arguments.count() - 2);
    for (int i = 2; i < arguments.count(); i++) {
      write(reply, hash, arguments.key(i));
    }
  }

  private static void delete(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    Entry entry = context.find(key, HashValue.class);
    int removed = 0;
    if (entry != null) {
      HashValue hash = CommandContext.cast(entry, HashValue.class);
      for (int i = 2; i < arguments.count(); i++) {
        removed += hash.remove(arguments.key(i)) ? 1 : 0;
      }
      if (removed > 0) {
        context.notify('h', "hdel", key);
        if (hash.elements() == 0) {
          context.database().remove(key);
          context.notify('g', "del", key);
        } else {
          context.database().changed(entry);
        }
      }
    }
    reply.integer(removed);
  }

  private static void length(CommandContext context, Arguments arguments, ReplyWriter reply) {
    HashValue hash = context.read(arguments.key(1), HashValue.class);
    reply.integer(hash == null ? 0 : hash.elements());
  }

  private static void valueLength(CommandContext context, Arguments arguments, ReplyWriter reply) {
    HashValue hash = context.read(arguments.key(1), HashValue.class);
    byte[] value = hash == null ? null : hash.get(arguments.key(2));
    reply.integer(value == null ? 0 : value.length);
  }

  private static void exists(CommandContext context, Arguments arguments, ReplyWriter reply) {
    HashValue hash = context.read(arguments.key(1), HashValue.class);
    reply.integer(hash != null && hash.get(arguments.key(2)) != null);
  }

  private static void add(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long by = arguments.integer(3);
    Bytes key = arguments.key(1);
    HashValue hash = held(context, key);
    byte[] text = hash == null ? null : hash.get(arguments.key(2));
    long number =
        text == null
            ? 0
            : Numbers.integer(text)
                .orElseThrow(() -> new CommandException("ERR hash value is not an integer"));
    long sum = number + by;
    if (((number ^ sum) & (by ^ sum)) < 0) {
      throw new CommandException("ERR increment or decrement would overflow");
    }
    byte[] summed = Long.toString(sum).getBytes(StandardCharsets.US_ASCII);
    put(context, key, Arguments.of(arguments.bytes(2), summed), 0);
    context.notify('h', "hincrby", key);
    reply.integer(sum);
  }

  private static void addFraction(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (Double.isInfinite(arguments.floating(3))) {
      throw new CommandException("ERR value is NaN or Infinity");
    }
    BigDecimal by = CounterCommands.decimal(arguments.bytes(3));
    Bytes key = arguments.key(1);
    HashValue hash = held(context, key);
    byte[] text = hash == null ? null : hash.get(arguments.key(2));
    BigDecimal number = BigDecimal.ZERO;
    if (text != null) {
      if (Numbers.floating(text).isEmpty()) {
        throw new CommandException("ERR hash value is not a float");
      }
      number = CounterCommands.decimal(text);
    }
    byte[] sum = CounterCommands.text(number.add(by)).getBytes(StandardCharsets.US_ASCII);
    put(context, key, Arguments.of(arguments.bytes(2), sum), 0);
    context.notify('h', "hincrbyfloat", key);
    context.propagateAs(Arguments.of(HSET, key.array(), arguments.bytes(2), sum));
    reply.bulk(sum);
  }

  private static void list(
      CommandContext context,
      Arguments arguments,
      ReplyWriter reply,
      boolean fields,
      boolean values) {
    HashValue hash = context.read(arguments.key(1), HashValue.class);
    int count = hash == null ? 0 : hash.elements();
    if (fields && values) {
      reply.map(count);
    } else {
      reply.array(count);
    }
    if (hash != null) {
      hash.forEach((field, value) -> {
        if (fields) {
          reply.bulk(field);
        }
        if (values) {
          reply.bulk(value);
        }
      });
    }
  }

  private static void random(CommandContext context, Arguments arguments, ReplyWriter reply) {
    boolean counted = arguments.count() > 2;
    long count = counted ? RandomSelection.count(arguments, 2) : 1;
    boolean withValues = arguments.count() == 4 && arguments.is(3, "withvalues");
    if (arguments.count() > 4 || (arguments.count() == 4 && !withValues)) {
      throw CommandException.syntax();
    }
    HashValue hash = context.read(arguments.key(1), HashValue.class);
    if (!counted && hash instanceof TableHash table) {
      TableHash.Field field = table.fields().random(context.databases().random());
      if (field != null) {
        reply.bulk(field.key());
        return;
      }
    }
    List<Pair> all = new ArrayList<>();
    if (hash != null) {
      hash.forEach((field, value) -> all.add(new Pair(field, Bytes.of(value))));
    }
    List<Pair> chosen = RandomSelection.of(all, count, context.databases().random());
    if (!counted) {
      if (chosen.isEmpty()) {
        reply.nullBulk();
      } else {
        reply.bulk(chosen.getFirst().field);
      }
      return;
    }
    boolean nested = withValues && reply.version() == 3;
    reply.array(withValues && !nested ? 2 * chosen.size() : chosen.size());
    for (Pair pair : chosen) {
      if (nested) {
        reply.array(2);
      }
      reply.bulk(pair.field);
      if (withValues) {
        reply.bulk(pair.value);
      }
    }
  }

  private static void scan(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long cursor = ScanCommands.cursor(arguments, 2);
    ScanCommands.Options options = ScanCommands.Options.parse(arguments, 3, false);
    HashValue hash = context.read(arguments.key(1), HashValue.class);
    List<Pair> seen = new ArrayList<>();
    long next = 0;
    if (hash instanceof TableHash table) {
      next =
          ScanCommands.walk(
              table.fields(),
              cursor,
              options.count(),
              field -> seen.add(new Pair(field.key(), Bytes.of(field.value()))));
    } else if (hash != null) {
      hash.forEach((field, value) -> seen.add(new Pair(field, Bytes.of(value))));
    }
    seen.removeIf(pair -> !options.matches(pair.field));
    reply.array(2);
    ScanCommands.writeCursor(reply, next);
    reply.array(2 * seen.size());
    for (Pair pair : seen) {
      reply.bulk(pair.field);
      reply.bulk(pair.value);
    }
  }
}
