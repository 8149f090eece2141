package dev.orrery.cache.core.subsequence;

import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import java.util.List;

/// LCS.
public final class SubsequenceCommands {
  /// Bound on the cells of the table, of 4 bytes each.
  private static final long MOST_CELLS = 32L << 20;

  private SubsequenceCommands() {}

  public static List<CommandSpec> all() {
    return List.of(
        new CommandSpec(
            "lcs", -3, flags(READONLY), 1, 2, 1, "string", SubsequenceCommands::subsequence));
  }

  private static byte[] string(CommandContext context, Bytes key) {
    Entry entry = context.database().read(key);
    if (entry == null) {
      return new byte[0];
    }
    if (entry.value() instanceof StringValue string) {
      return string.array();
    }
    throw new CommandException("ERR The specified keys must contain string values");
  }

  private static void subsequence(CommandContext context, Arguments arguments, ReplyWriter reply) {
    byte[] one = string(context, arguments.key(1));
    byte[] other = string(context, arguments.key(2));
    boolean length = false;
    boolean indexes = false;
    boolean lengths = false;
    long shortest = 0;
    for (int i = 3; i < arguments.count(); i++) {
      if (arguments.is(i, "len")) {
        length = true;
      } else if (arguments.is(i, "idx")) {
        indexes = true;
      } else if (arguments.is(i, "withmatchlen")) {
        lengths = true;
      } else if (arguments.is(i, "minmatchlen") && i + 1 < arguments.count()) {
        shortest = arguments.integer(++i);
      } else {
        throw CommandException.syntax();
      }
    }
    if (length && indexes) {
      throw new CommandException(
          "ERR If you want both the length and indexes, please just use IDX.");
    }
    if (CommonSubsequence.cells(one.length, other.length) > MOST_CELLS) {
      throw new CommandException("ERR Insufficient memory, the strings are too long for LCS");
    }
    CommonSubsequence common = new CommonSubsequence(one, other);
    if (length) {
      reply.integer(common.length());
    } else if (indexes) {
      writeIndexes(reply, common, Math.max(0, shortest), lengths);
    } else {
      reply.bulk(common.bytes());
    }
  }

  private static void writeIndexes(
      ReplyWriter reply, CommonSubsequence common, long shortest, boolean lengths) {
    List<CommonSubsequence.Match> matches =
        common.matches().stream().filter(match -> match.length() >= shortest).toList();
    reply.map(2);
    reply.bulk("matches");
    reply.array(matches.size());
    for (CommonSubsequence.Match match : matches) {
      reply.array(lengths ? 3 : 2);
      reply.array(2);
      reply.integer(match.oneFirst());
      reply.integer(match.oneLast());
      reply.array(2);
      reply.integer(match.otherFirst());
      reply.integer(match.otherLast());
      if (lengths) {
        reply.integer(match.length());
      }
    }
    reply.bulk("len");
    reply.integer(common.length());
  }
}
