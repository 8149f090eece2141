package dev.orrery.cache.core.bits;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import java.util.Arrays;

/// BITOP: strings combined byte by byte, shorter ones as if zeros followed.
final class BitOperationCommand {
  private enum Operation {
    AND,
    OR,
    XOR,
    NOT;

    int apply(int left, int right) {
      return switch (this) {
        case AND -> left & right;
        case OR -> left | right;
        case XOR -> left ^ right;
        case NOT -> ~left;
      };
    }
  }

  private BitOperationCommand() {}

  static void bitOperation(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Operation operation =
        switch (arguments.word(1)) {
          case "and" -> Operation.AND;
          case "or" -> Operation.OR;
          case "xor" -> Operation.XOR;
          case "not" -> Operation.NOT;
          default -> throw CommandException.syntax();
        };
    if (operation == Operation.NOT && arguments.count() != 4) {
      throw new CommandException("ERR BITOP NOT must be called with a single source key.");
    }
    byte[][] sources = new byte[arguments.count() - 3][];
    int longest = 0;
    for (int i = 0; i < sources.length; i++) {
      sources[i] = BitCommands.read(context, arguments.key(i + 3));
      longest = Math.max(longest, sources[i].length);
    }
    Bytes target = arguments.key(2);
    if (longest > 0) {
      byte[] combined = combine(operation, sources, longest);
      context.database().put(target, StringValue.edited(combined), Entry.NEVER);
      context.notify('$', "set", target);
    } else if (context.database().remove(target)) {
      context.notify('g', "del", target);
    }
    reply.integer(longest);
  }

  private static byte[] combine(Operation operation, byte[][] sources, int length) {
    byte[] combined = Arrays.copyOf(sources[0], length);
    if (operation == Operation.NOT) {
      for (int i = 0; i < length; i++) {
        combined[i] = (byte) operation.apply(combined[i], 0);
      }
      return combined;
    }
    for (int source = 1; source < sources.length; source++) {
      byte[] other = sources[source];
      for (int i = 0; i < length; i++) {
        int right = i < other.length ? other[i] : 0;
        combined[i] = (byte) operation.apply(combined[i], right);
      }
    }
    return combined;
  }
}
