package dev.orrery.cache.core.bits;

import dev.orrery.cache.core.bits.BitField.Overflow;
import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// BITFIELD: several reads and changes of numbers within one string, in order.
final class BitFieldCommand {
  private enum Kind {
    GET,
    SET,
    INCREMENT
  }

  private record Step(Kind kind, BitField field, long offset, long operand, Overflow overflow) {
    /// Bytes of the string it needs.
    int bytes() {
      return (int) (((offset + field.width() - 1) >>> 3) + 1);
    }
  }

  private BitFieldCommand() {}

  static void readOnly(CommandContext context, Arguments arguments, ReplyWriter reply) {
    List<Step> steps = parse(context, arguments);
    if (steps.stream().anyMatch(step -> step.kind != Kind.GET)) {
      throw new CommandException("ERR BITFIELD_RO only supports the GET subcommand");
    }
    read(context, arguments, reply, steps);
  }

  static void readAndWrite(CommandContext context, Arguments arguments, ReplyWriter reply) {
    List<Step> steps = parse(context, arguments);
    if (steps.stream().allMatch(step -> step.kind == Kind.GET)) {
      read(context, arguments, reply, steps);
    } else {
      write(context, arguments.key(1), reply, steps);
    }
  }

  private static List<Step> parse(CommandContext context, Arguments arguments) {
    List<Step> steps = new ArrayList<>();
    Overflow overflow = Overflow.WRAP;
    int at = 2;
    while (at < arguments.count()) {
      int left = arguments.count() - at - 1;
      if (arguments.is(at, "overflow") && left >= 1) {
        overflow =
            switch (arguments.word(at + 1)) {
              case "wrap" -> Overflow.WRAP;
              case "sat" -> Overflow.SAT;
              case "fail" -> Overflow.FAIL;
              default -> throw new CommandException("ERR Invalid OVERFLOW type specified");
            };
        at += 2;
        continue;
      }
      Kind kind;
      if (arguments.is(at, "get") && left >= 2) {
        kind = Kind.GET;
      } else if (arguments.is(at, "set") && left >= 3) {
        kind = Kind.SET;
      } else if (arguments.is(at, "incrby") && left >= 3) {
        kind = Kind.INCREMENT;
      } else {
        throw CommandException.syntax();
      }
      BitField field = field(arguments.text(at + 1));
      long offset = BitCommands.offset(context, arguments, at + 2, field.width());
      long operand = kind == Kind.GET ? 0 : arguments.integer(at + 3);
      steps.add(new Step(kind, field, offset, operand, overflow));
      at += kind == Kind.GET ? 3 : 4;
    }
    return steps;
  }

  private static BitField field(String text) {
    boolean signed = text.startsWith("i");
    if (text.matches("[iu][1-9][0-9]?")) {
      int width = Integer.parseInt(text.substring(1));
      if (width <= (signed ? 64 : 63)) {
        return new BitField(signed, width);
      }
    }
    throw new CommandException(
        "ERR Invalid bitfield type. Use something like i16 u8. Note that u64 is not supported but"
            + " i64 is.");
  }

  private static void read(
      CommandContext context, Arguments arguments, ReplyWriter reply, List<Step> steps) {
    byte[] array = BitCommands.read(context, arguments.key(1));
    reply.array(steps.size());
    for (Step step : steps) {
      reply.integer(step.field.read(array, step.offset));
    }
  }

  private static void write(
      CommandContext context, Bytes key, ReplyWriter reply, List<Step> steps) {
    Entry entry = context.find(key, StringValue.class);
    byte[] old =
        entry == null ? BitCommands.NOTHING : CommandContext.cast(entry, StringValue.class).array();
    int length = old.length;
    for (Step step : steps) {
      length = step.kind == Kind.GET ? length : Math.max(length, step.bytes());
    }
    byte[] array = Arrays.copyOf(old, length);
    reply.array(steps.size());
    for (Step step : steps) {
      run(step, array, reply);
    }
    if (!Arrays.equals(array, old)) {
      context.database().put(key, StringValue.edited(array));
      context.notify('$', "setbit", key);
    }
  }

  private static void run(Step step, byte[] array, ReplyWriter reply) {
    BitField field = step.field;
    long before = field.read(array, step.offset);
    if (step.kind == Kind.GET) {
      reply.integer(before);
      return;
    }
    OptionalLong after =
        step.kind == Kind.SET
            ? field.take(step.operand, step.overflow)
            : field.add(before, step.operand, step.overflow);
    if (after.isEmpty()) {
      reply.nullBulk();
      return;
    }
    BitString.setNumber(array, step.offset, field.width(), after.getAsLong());
    reply.integer(step.kind == Kind.SET ? before : after.getAsLong());
  }
}
