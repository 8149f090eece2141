package dev.orrery.cache.core.sortedset;

import static dev.orrery.cache.core.command.CommandSpec.Flag.BLOCKING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.MOVABLEKEYS;
import static dev.orrery.cache.core.command.CommandSpec.Flag.NOSCRIPT;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.BlockedClients;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.SortedListValue;
import dev.orrery.cache.core.listpack.KeysAndTimeout;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Pops of the lowest or highest members, at once or as soon as there is one.
final class BlockingSortedSetCommands {
  private static final String GROUP = "sortedset";

  private BlockingSortedSetCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        one("bzpopmin", true),
        one("bzpopmax", false),
        CommandSpec.of(
            GROUP, "zmpop", -4, flags(WRITE, MOVABLEKEYS), (c, a, r) -> many(c, a, r, false)),
        CommandSpec.of(
            GROUP,
            "bzmpop",
            -5,
            flags(WRITE, BLOCKING, MOVABLEKEYS),
            (c, a, r) -> many(c, a, r, true)));
  }

  private static CommandSpec one(String name, boolean lowest) {
    return new CommandSpec(
        name,
        -3,
        flags(WRITE, NOSCRIPT, FAST, BLOCKING),
        1,
        -2,
        1,
        GROUP,
        (c, a, r) -> {
          int last = a.count() - 1;
          long timeout = KeysAndTimeout.millis(c, a, last);
          List<Bytes> keys = KeysAndTimeout.keys(a, 1, last);
          serveOrBlock(c, keys, timeout, new Pop(lowest, 1, false), r);
        });
  }

  /// @param nested whether the reply is key and pairs, as of ZMPOP; else key, member, score
  private record Pop(boolean lowest, long count, boolean nested) implements BlockedClients.Blocked {
    @Override
    public boolean serve(CommandContext context, Bytes key, ReplyWriter reply) {
      Entry entry = context.database().find(key);
      if (entry == null || !(entry.value() instanceof SortedListValue)) {
        return false;
      }
      List<ScoredMember> taken = SortedSetCommands.take(context, key, count, lowest);
      Arguments logged = Arguments.of(lowest ? "ZPOPMIN" : "ZPOPMAX");
      logged.add(key.array());
      if (taken.size() > 1) {
        logged.add(Integer.toString(taken.size()).getBytes(StandardCharsets.US_ASCII));
      }
      context.propagateAs(logged);
      write(reply, key, taken);
      return true;
    }

    private void write(ReplyWriter reply, Bytes key, List<ScoredMember> taken) {
      reply.array(nested ? 2 : 3);
      reply.bulk(key);
      if (nested) {
        reply.array(taken.size());
      }
      for (ScoredMember member : taken) {
        if (nested) {
          reply.array(2);
        }
        reply.bulk(member.member());
        reply.doubleNumber(member.score());
      }
    }

    @Override
    public void timedOut(ReplyWriter reply) {
      reply.nullArray();
    }
  }

  private static void serveOrBlock(
      CommandContext context, List<Bytes> keys, long timeoutMillis, Pop pop, ReplyWriter reply) {
    for (Bytes key : keys) {
      if (SortedSets.held(context, key) != null) {
        boolean _ = pop.serve(context, key, reply);
        return;
      }
    }
    if (timeoutMillis >= 0 && context.mayBlock()) {
      context.block(keys, timeoutMillis, pop);
    } else {
      pop.timedOut(reply);
    }
  }

  private static void many(
      CommandContext context, Arguments arguments, ReplyWriter reply, boolean blocking) {
    long timeout = blocking ? KeysAndTimeout.millis(context, arguments, 1) : -1;
    int number = blocking ? 2 : 1;
    int side = KeysAndTimeout.behindKeys(arguments, number);
    boolean lowest = arguments.is(side, "min");
    if (!lowest && !arguments.is(side, "max")) {
      throw CommandException.syntax();
    }
    long count = KeysAndTimeout.count(arguments, side + 1);
    List<Bytes> keys = KeysAndTimeout.keys(arguments, number + 1, side);
    serveOrBlock(context, keys, timeout, new Pop(lowest, count, true), reply);
  }
}
