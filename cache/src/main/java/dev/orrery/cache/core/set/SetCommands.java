package dev.orrery.cache.core.set;

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
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.command.ScanCommands;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.listpack.RandomSelection;
import dev.orrery.cache.core.memory.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// SADD, SPOP and what else concerns one set; several at once are [SetAlgebra].
public final class SetCommands {
  private static final String GROUP = "set";
  private static final byte[] SREM = "SREM".getBytes(StandardCharsets.US_ASCII);

  private SetCommands() {}

  private static CommandSpec spec(String name, int arity, Set<Flag> flags, Command command) {
    return CommandSpec.keyed(GROUP, name, arity, flags, command);
  }

  public static List<CommandSpec> all() {
    List<CommandSpec> specs = new ArrayList<>();
    specs.add(spec("sadd", -3, flags(WRITE, DENYOOM, FAST), SetCommands::add));
    specs.add(spec("srem", -3, flags(WRITE, FAST), SetCommands::remove));
    specs.add(spec("scard", 2, flags(READONLY, FAST), SetCommands::size));
    specs.add(spec("sismember", 3, flags(READONLY, FAST), SetCommands::contains));
    specs.add(spec("smismember", -3, flags(READONLY, FAST), SetCommands::containsMany));
    specs.add(spec("spop", -2, flags(WRITE, FAST), SetCommands::pop));
    specs.add(spec("srandmember", -2, flags(READONLY), SetCommands::random));
    specs.add(spec("sscan", -3, flags(READONLY), SetCommands::scan));
    specs.add(new CommandSpec("smove", 4, flags(WRITE, FAST), 1, 2, 1, GROUP, SetCommands::move));
    specs.add(spec("smembers", 2, flags(READONLY), SetCommands::members));
    specs.addAll(SetAlgebra.all());
    return List.copyOf(specs);
  }

  static @Nullable SetValue held(CommandContext context, Bytes key) {
    Entry entry = context.find(key, SetValue.class);
    return entry == null ? null : CommandContext.cast(entry, SetValue.class);
  }

  /// The set with a member more: itself, or a table when it had to be converted.
  static SetValue with(CommandContext context, SetValue set, Bytes member) {
    SetValue grown = set;
    if (set instanceof IntegerSet && !IntegerSet.fits(member)) {
      grown = TableSet.of(set);
    }
    if (grown.add(member)
        && grown instanceof IntegerSet
        && grown.elements() > context.settings().setIntsetEntries.value()) {
      grown = TableSet.of(grown);
    }
    return grown;
  }

  private static void add(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    SetValue held = held(context, key);
    SetValue set = held == null ? new IntegerSet() : held;
    int before = set.elements();
    for (int i = 2; i < arguments.count(); i++) {
      set = with(context, set, arguments.key(i));
    }
    int added = set.elements() - before;
    if (added > 0) {
      context.database().put(key, set);
      context.notify('s', "sadd", key);
    }
    reply.integer(added);
  }

  /// To be called after members were taken out.
  private static void shrunk(CommandContext context, Entry entry) {
    if (CommandContext.cast(entry, SetValue.class).elements() == 0) {
      Bytes key = entry.key();
      context.database().remove(key);
      context.notify('g', "del", key);
    } else {
      context.database().changed(entry);
    }
  }

  private static void remove(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    Entry entry = context.find(key, SetValue.class);
    int removed = 0;
    if (entry != null) {
      SetValue set = CommandContext.cast(entry, SetValue.class);
      for (int i = 2; i < arguments.count(); i++) {
        removed += set.remove(arguments.key(i)) ? 1 : 0;
      }
      if (removed > 0) {
        context.notify('s', "srem", key);
        shrunk(context, entry);
      }
    }
    reply.integer(removed);
  }

  private static void size(CommandContext context, Arguments arguments, ReplyWriter reply) {
    SetValue set = context.read(arguments.key(1), SetValue.class);
    reply.integer(set == null ? 0 : set.elements());
  }

  private static void members(CommandContext context, Arguments arguments, ReplyWriter reply) {
    SetValue set = context.read(arguments.key(1), SetValue.class);
    reply.set(set == null ? 0 : set.elements());
    if (set != null) {
      set.forEach(reply::bulk);
    }
  }

  private static void contains(CommandContext context, Arguments arguments, ReplyWriter reply) {
    SetValue set = context.read(arguments.key(1), SetValue.class);
    reply.integer(set != null && set.contains(arguments.key(2)));
  }

  private static void containsMany(CommandContext context, Arguments arguments, ReplyWriter reply) {
    SetValue set = context.read(arguments.key(1), SetValue.class);
    reply.array(arguments.count() - 2);
    for (int i = 2; i < arguments.count(); i++) {
      reply.integer(set != null && set.contains(arguments.key(i)));
    }
  }

  private static void move(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes from = arguments.key(1);
    Bytes to = arguments.key(2);
    Bytes member = arguments.key(3);
    Entry entry = context.find(from, SetValue.class);
    if (entry == null) {
      reply.integer(0);
      return;
    }
    SetValue source = CommandContext.cast(entry, SetValue.class);
    SetValue held = held(context, to);
    if (from.equals(to)) {
      reply.integer(source.contains(member));
      return;
    }
    if (!source.remove(member)) {
      reply.integer(0);
      return;
    }
    context.notify('s', "srem", from);
    shrunk(context, entry);
    SetValue target = held == null ? new IntegerSet() : held;
    if (!target.contains(member)) {
      context.database().put(to, with(context, target, member));
      context.notify('s', "sadd", to);
    }
    reply.integer(1);
  }

  private static void pop(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (arguments.count() > 3) {
      throw CommandException.syntax();
    }
    boolean counted = arguments.count() == 3;
    long count = 1;
    if (counted) {
      count = arguments.integer(2);
      if (count < 0) {
        throw new CommandException("ERR value is out of range, must be positive");
      }
    }
    Bytes key = arguments.key(1);
    Entry entry = context.find(key, SetValue.class);
    List<Bytes> popped = List.of();
    if (entry != null && count > 0) {
      SetValue set = CommandContext.cast(entry, SetValue.class);
      popped = chosen(context, set, count);
      popped.forEach(set::remove);
      context.notify('s', "spop", key);
      shrunk(context, entry);
      Arguments removal = Arguments.of(SREM, key.array());
      popped.forEach(member -> removal.add(member.array()));
      context.propagateAs(removal);
    }
    write(reply, popped, counted, true);
  }

  private static List<Bytes> chosen(CommandContext context, SetValue set, long count) {
    if (count == 1 || count == -1) {
      return List.of(set.random(context.databases().random()));
    }
    List<Bytes> all = new ArrayList<>(set.elements());
    set.forEach(all::add);
    return RandomSelection.of(all, count, context.databases().random());
  }

  private static void write(
      ReplyWriter reply, List<Bytes> members, boolean counted, boolean distinct) {
    if (counted) {
      if (distinct) {
        reply.set(members.size());
      } else {
        reply.array(members.size());
      }
      members.forEach(reply::bulk);
    } else if (members.isEmpty()) {
      reply.nullBulk();
    } else {
      reply.bulk(members.getFirst());
    }
  }

  private static void random(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (arguments.count() > 3) {
      throw CommandException.syntax();
    }
    boolean counted = arguments.count() == 3;
    long count = counted ? RandomSelection.count(arguments, 2) : 1;
    SetValue set = context.read(arguments.key(1), SetValue.class);
    List<Bytes> chosen = set == null || count == 0 ? List.of() : chosen(context, set, count);
    write(reply, chosen, counted, false);
  }

  private static void scan(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long cursor = ScanCommands.cursor(arguments, 2);
    ScanCommands.Options options = ScanCommands.Options.parse(arguments, 3, false);
    SetValue set = context.read(arguments.key(1), SetValue.class);
    List<Bytes> seen = new ArrayList<>();
    long next = 0;
    if (set instanceof TableSet table) {
      next =
          ScanCommands.walk(
              table.members(), cursor, options.count(), member -> seen.add(member.key()));
    } else if (set != null) {
      set.forEach(seen::add);
    }
    seen.removeIf(member -> !options.matches(member));
    reply.array(2);
    ScanCommands.writeCursor(reply, next);
    reply.array(seen.size());
    seen.forEach(reply::bulk);
  }
}
