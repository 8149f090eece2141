package dev.orrery.cache.core.command;

import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Counters: strings that spell a number. Whole ones are strict 64-bit integers, the others decimal
/// fractions, added exactly and kept to 17 places.
public final class CounterCommands {
  private static final String GROUP = "string";
  private static final byte[] KEEPTTL = "KEEPTTL".getBytes(StandardCharsets.US_ASCII);
  private static final int PLACES = 17;

  /// A number of more digits is no counter; Redis's is a long double.
  private static final int LONGEST = 5_000;

  private CounterCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        CommandSpec.keyed(
            GROUP,
            "incr",
            2,
            flags(WRITE, DENYOOM, FAST),
            (context, arguments, reply) -> add(context, arguments, 1, reply)),
        CommandSpec.keyed(
            GROUP,
            "decr",
            2,
            flags(WRITE, DENYOOM, FAST),
            (context, arguments, reply) -> add(context, arguments, -1, reply)),
        CommandSpec.keyed(
            GROUP,
            "incrby",
            3,
            flags(WRITE, DENYOOM, FAST),
            (context, arguments, reply) -> add(context, arguments, arguments.integer(2), reply)),
        CommandSpec.keyed(
            GROUP, "decrby", 3, flags(WRITE, DENYOOM, FAST), CounterCommands::subtract),
        CommandSpec.keyed(
            GROUP, "incrbyfloat", 3, flags(WRITE, DENYOOM, FAST), CounterCommands::addFraction));
  }

  private static void subtract(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long by = arguments.integer(2);
    if (by == Long.MIN_VALUE) {
      throw new CommandException("ERR decrement would overflow");
    }
    add(context, arguments, -by, reply);
  }

  private static void add(CommandContext context, Arguments arguments, long by, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    Entry entry = context.find(key, StringValue.class);
    long held =
        entry == null
            ? 0
            : CommandContext.cast(entry, StringValue.class)
                .asInteger()
                .orElseThrow(CommandException::notAnInteger);
    long sum = held + by;
    if (((held ^ sum) & (by ^ sum)) < 0) {
      throw new CommandException("ERR increment or decrement would overflow");
    }
    if (entry == null) {
      context.database().put(key, StringValue.of(sum));
    } else {
      context.database().replace(entry, StringValue.of(sum));
    }
    context.notify('$', "incrby", key);
    reply.integer(sum);
  }

  private static void addFraction(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    Entry entry = context.find(key, StringValue.class);
    BigDecimal held =
        entry == null
            ? BigDecimal.ZERO
            : decimal(CommandContext.cast(entry, StringValue.class).array());
    BigDecimal sum = held.add(decimal(arguments.bytes(2)));
    byte[] text = text(sum).getBytes(StandardCharsets.US_ASCII);
    context.database().put(key, StringValue.of(text));
    context.notify('$', "incrbyfloat", key);
    context.propagateAs(Arguments.of(SetCommand.SET, key.array(), text, KEEPTTL));
    reply.bulk(text);
  }

  /// @throws CommandException when it is no finite decimal number
  public static BigDecimal decimal(byte[] bytes) {
    double magnitude = Numbers.floating(bytes).orElseThrow(CommandException::notAFloat);
    if (Double.isInfinite(magnitude)) {
      throw new CommandException("ERR increment would produce NaN or Infinity");
    }
    if (bytes.length > LONGEST) {
      throw CommandException.notAFloat();
    }
    return new BigDecimal(new String(bytes, StandardCharsets.US_ASCII));
  }

  /// To 17 places, without trailing zeros, without a minus before a zero.
  public static String text(BigDecimal number) {
    BigDecimal rounded = number.setScale(PLACES, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }
}
