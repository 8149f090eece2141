package dev.orrery.cache.core.hyperloglog;

import static dev.orrery.cache.core.command.CommandSpec.Flag.ADMIN;
import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.command.Subcommands;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// PFADD, PFCOUNT, PFMERGE, and PFDEBUG and PFSELFTEST for those who test.
public final class HyperLogLogCommands {
  private static final String GROUP = "hyperloglog";

  private HyperLogLogCommands() {}

  public static List<CommandSpec> all() {
    return List.of(
        CommandSpec.keyed(
            GROUP, "pfadd", -2, flags(WRITE, DENYOOM, FAST), HyperLogLogCommands::add),
        CommandSpec.keys(GROUP, "pfcount", -2, flags(READONLY), HyperLogLogCommands::count),
        CommandSpec.keys(GROUP, "pfmerge", -2, flags(WRITE, DENYOOM), HyperLogLogCommands::merge),
        new CommandSpec(
            "pfdebug", 3, flags(WRITE, DENYOOM, ADMIN), 2, 2, 1, GROUP, HyperLogLogCommands::debug),
        CommandSpec.of(GROUP, "pfselftest", 1, flags(ADMIN), HyperLogLogCommands::selfTest));
  }

  private static byte @Nullable [] find(CommandContext context, Bytes key) {
    Entry entry = context.find(key, StringValue.class);
    if (entry == null) {
      return null;
    }
    byte[] string = CommandContext.cast(entry, StringValue.class).array();
    HyperLogLog.check(string);
    return string;
  }

  private static void put(CommandContext context, Bytes key, byte[] string) {
    context.database().put(key, StringValue.edited(string));
  }

  private static long sparseBytes(CommandContext context, boolean dense) {
    return dense ? 0 : context.settings().hllSparseBytes.value();
  }

  private static void add(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    byte[] string = find(context, key);
    Registers registers = string == null ? new Registers() : HyperLogLog.unpack(string);
    boolean changed = string == null;
    for (int i = 2; i < arguments.count(); i++) {
      changed |= registers.add(arguments.bytes(i));
    }
    if (changed) {
      boolean dense = string != null && HyperLogLog.isDense(string);
      put(context, key, HyperLogLog.pack(registers, sparseBytes(context, dense)));
      context.notify('$', "pfadd", key);
    }
    reply.integer(changed);
  }

  private static void count(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (arguments.count() > 2) {
      reply.integer(union(context, arguments, 1).estimate());
      return;
    }
    Bytes key = arguments.key(1);
    StringValue value = context.read(key, StringValue.class);
    if (value == null) {
      reply.integer(0);
      return;
    }
    byte[] string = value.array();
    HyperLogLog.check(string);
    long count = HyperLogLog.keptCount(string);
    if (count < 0) {
      count = HyperLogLog.unpack(string).estimate();
      put(context, key, HyperLogLog.withCount(string, count));
    }
    reply.integer(count);
  }

  private static Registers union(CommandContext context, Arguments arguments, int from) {
    Registers union = new Registers();
    for (int i = from; i < arguments.count(); i++) {
      byte[] string = find(context, arguments.key(i));
      if (string != null) {
        union.merge(HyperLogLog.unpack(string));
      }
    }
    return union;
  }

  private static void merge(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Registers union = union(context, arguments, 1);
    boolean dense = false;
    for (int i = 1; i < arguments.count(); i++) {
      byte[] string = find(context, arguments.key(i));
      dense |= string != null && HyperLogLog.isDense(string);
    }
    Bytes key = arguments.key(1);
    put(context, key, HyperLogLog.pack(union, sparseBytes(context, dense)));
    context.notify('$', "pfadd", key);
    reply.ok();
  }

  private static void debug(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(2);
    byte[] string = find(context, key);
    if (string == null) {
      throw new CommandException("ERR The specified key does not exist");
    }
    boolean dense = HyperLogLog.isDense(string);
    switch (arguments.word(1)) {
      case "encoding" -> reply.simple(dense ? "dense" : "sparse");
      case "todense" -> {
        if (!dense) {
          put(context, key, HyperLogLog.pack(HyperLogLog.unpack(string), 0));
        }
        reply.integer(!dense);
      }
      case "getreg" -> {
        Registers registers = HyperLogLog.unpack(string);
        reply.array(Registers.COUNT);
        for (int i = 0; i < Registers.COUNT; i++) {
          reply.integer(registers.get(i));
        }
      }
      default -> throw Subcommands.unknown("PFDEBUG", arguments);
    }
  }

  /// Random registers survive being packed.
  private static void selfTest(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Random random = new Random(1);
    Registers registers = new Registers();
    for (int i = 0; i < Registers.COUNT; i++) {
      registers.fill(i, i + 1, random.nextInt(Registers.COUNTED_BITS + 2));
    }
    byte[] packed = HyperLogLog.pack(registers, 0);
    if (!Arrays.equals(packed, HyperLogLog.pack(HyperLogLog.unpack(packed), 0))) {
      throw new CommandException("ERR TESTFAILED Registers do not survive being packed");
    }
    reply.ok();
  }
}
