package dev.orrery.cache.core.bits;

import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/// SETBIT, GETBIT, BITCOUNT, BITPOS; BITOP and BITFIELD are in files of their own.
public final class BitCommands {
  static final byte[] NOTHING = {};
  private static final String GROUP = "bitmap";

  private BitCommands() {}

  public static List<CommandSpec> all() {
    return List.of(
        CommandSpec.keyed(GROUP, "setbit", 4, flags(WRITE, DENYOOM), BitCommands::setBit),
        CommandSpec.keyed(GROUP, "getbit", 3, flags(READONLY, FAST), BitCommands::getBit),
        CommandSpec.keyed(GROUP, "bitcount", -2, flags(READONLY), BitCommands::count),
        CommandSpec.keyed(GROUP, "bitpos", -3, flags(READONLY), BitCommands::position),
        new CommandSpec(
            "bitop", -4, flags(WRITE, DENYOOM), 2, -1, 1, GROUP, BitOperationCommand::bitOperation),
        CommandSpec.keyed(
            GROUP, "bitfield", -2, flags(WRITE, DENYOOM), BitFieldCommand::readAndWrite),
        CommandSpec.keyed(
            GROUP, "bitfield_ro", -2, flags(READONLY, FAST), BitFieldCommand::readOnly));
  }

  /// The offset of a bit, which must lie in a string that is not too long.
  ///
  /// @param unit what the offset counts when it begins with `#`; 0 when it may not
  /// @throws CommandException when it is none
  static long offset(CommandContext context, Arguments arguments, int index, int unit) {
    byte[] text = arguments.bytes(index);
    boolean inUnits = unit > 0 && text.length > 0 && text[0] == '#';
    OptionalLong given = Numbers.integer(inUnits ? Arrays.copyOfRange(text, 1, text.length) : text);
    long bits = Math.min(context.settings().maximumBulk.value(), Integer.MAX_VALUE - 8L) << 3;
    if (given.isEmpty() || given.getAsLong() < 0 || given.getAsLong() >= bits) {
      throw new CommandException("ERR bit offset is not an integer or out of range");
    }
    long offset = inUnits ? given.getAsLong() * unit : given.getAsLong();
    if (offset + Math.max(unit, 1) > bits) {
      throw new CommandException("ERR bit offset is not an integer or out of range");
    }
    return offset;
  }

  static byte[] read(CommandContext context, Bytes key) {
    StringValue value = context.read(key, StringValue.class);
    return value == null ? NOTHING : value.array();
  }

  private static void setBit(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long offset = offset(context, arguments, 2, 0);
    OptionalLong bit = Numbers.integer(arguments.bytes(3));
    if (bit.isEmpty() || (bit.getAsLong() & ~1) != 0) {
      throw new CommandException("ERR bit is not an integer or out of range");
    }
    Bytes key = arguments.key(1);
    Entry entry = context.find(key, StringValue.class);
    byte[] old = entry == null ? NOTHING : CommandContext.cast(entry, StringValue.class).array();
    int before = BitString.get(old, offset);
    int length = (int) Math.max(old.length, (offset >>> 3) + 1);
    if (before != bit.getAsLong() || length != old.length) {
      byte[] changed = Arrays.copyOf(old, length);
      BitString.set(changed, offset, (int) bit.getAsLong());
      context.database().put(key, StringValue.edited(changed));
      context.notify('$', "setbit", key);
    }
    reply.integer(before);
  }

  private static void getBit(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long offset = offset(context, arguments, 2, 0);
    reply.integer(BitString.get(read(context, arguments.key(1)), offset));
  }

  /// Which bits a command is about: first and last, within the string; none when first > last.
  private record Range(long first, long last) {
    /// Ends inclusive, negative ones counted from the end.
    ///
    /// @param atEnd index of the last end, or beyond the arguments when there is none
    static Range of(Arguments arguments, int atStart, int atEnd, int length) {
      long start = arguments.integer(atStart);
      long end = atEnd < arguments.count() ? arguments.integer(atEnd) : -1;
      boolean inBits = false;
      if (atEnd + 1 < arguments.count()) {
        inBits = arguments.is(atEnd + 1, "bit");
        if (!inBits && !arguments.is(atEnd + 1, "byte")) {
          throw CommandException.syntax();
        }
      }
      if (start < 0 && end < 0 && start > end) {
        return new Range(0, -1);
      }
      long total = inBits ? 8L * length : length;
      long first = Math.max(0, start < 0 ? start + total : start);
      long last = Math.min(Math.max(0, end < 0 ? end + total : end), total - 1);
      if (first > last) {
        return new Range(0, -1);
      }
      return inBits ? new Range(first, last) : new Range(8 * first, 8 * last + 7);
    }
  }

  private static void count(CommandContext context, Arguments arguments, ReplyWriter reply) {
    StringValue value = context.read(arguments.key(1), StringValue.class);
    if (value == null) {
      reply.integer(0);
      return;
    }
    byte[] array = value.array();
    int given = arguments.count();
    if (given == 3 || given > 5) {
      throw CommandException.syntax();
    }
    Range range =
        given == 2 ? new Range(0, 8L * array.length - 1) : Range.of(arguments, 2, 3, array.length);
    reply.integer(BitString.count(array, range.first, range.last));
  }

  private static void position(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long bit = arguments.integer(2);
    if (bit != 0 && bit != 1) {
      throw new CommandException("ERR The bit argument must be 1 or 0.");
    }
    StringValue value = context.read(arguments.key(1), StringValue.class);
    if (value == null) {
      reply.integer(bit == 1 ? -1 : 0);
      return;
    }
    byte[] array = value.array();
    int given = arguments.count();
    if (given > 6) {
      throw CommandException.syntax();
    }
    Range range =
        given == 3 ? new Range(0, 8L * array.length - 1) : Range.of(arguments, 3, 4, array.length);
    long found = BitString.position(array, (int) bit, range.first, range.last);
    // Without an end the string goes on in zeros.
    boolean open = bit == 0 && given < 5 && range.first <= range.last;
    reply.integer(found < 0 && open ? 8L * array.length : found);
  }
}
