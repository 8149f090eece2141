package dev.orrery.cache.core.list;

import static dev.orrery.cache.core.command.CommandSpec.Flag.BLOCKING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.MOVABLEKEYS;
import static dev.orrery.cache.core.command.CommandSpec.Flag.NOSCRIPT;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.BlockedClients;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.listpack.KeysAndTimeout;
import dev.orrery.cache.core.memory.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Pops and moves, at once or as soon as there is an element.
final class BlockingListCommands {
  private static final String GROUP = "list";

  private BlockingListCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        new CommandSpec(
            "blpop",
            -3,
            flags(WRITE, NOSCRIPT, BLOCKING),
            1,
            -2,
            1,
            GROUP,
            (c, a, r) -> popAny(c, a, r, true)),
        new CommandSpec(
            "brpop",
            -3,
            flags(WRITE, NOSCRIPT, BLOCKING),
            1,
            -2,
            1,
            GROUP,
            (c, a, r) -> popAny(c, a, r, false)),
        CommandSpec.of(
            GROUP, "lmpop", -4, flags(WRITE, MOVABLEKEYS), (c, a, r) -> popMany(c, a, r, false)),
        CommandSpec.of(
            GROUP,
            "blmpop",
            -5,
            flags(WRITE, BLOCKING, MOVABLEKEYS),
            (c, a, r) -> popMany(c, a, r, true)),
        new CommandSpec(
            "rpoplpush",
            3,
            flags(WRITE, DENYOOM),
            1,
            2,
            1,
            GROUP,
            (c, a, r) -> move(c, a, r, false, true, -1)),
        new CommandSpec(
            "lmove",
            5,
            flags(WRITE, DENYOOM),
            1,
            2,
            1,
            GROUP,
            (c, a, r) -> move(c, a, r, Lists.isLeft(a, 3), Lists.isLeft(a, 4), -1)),
        new CommandSpec(
            "brpoplpush",
            4,
            flags(WRITE, DENYOOM, NOSCRIPT, BLOCKING),
            1,
            2,
            1,
            GROUP,
            (c, a, r) -> move(c, a, r, false, true, KeysAndTimeout.millis(c, a, 3))),
        new CommandSpec(
            "blmove",
            6,
            flags(WRITE, DENYOOM, NOSCRIPT, BLOCKING),
            1,
            2,
            1,
            GROUP,
            (c, a, r) ->
                move(
                    c,
                    a,
                    r,
                    Lists.isLeft(a, 3),
                    Lists.isLeft(a, 4),
                    KeysAndTimeout.millis(c, a, 5))));
  }

  private static boolean holdsList(CommandContext context, Bytes key) {
    Entry entry = context.database().find(key);
    return entry != null && entry.value() instanceof ListValue;
  }

  private static void logPop(CommandContext context, Bytes key, int count, boolean left) {
    String name = left ? "LPOP" : "RPOP";
    Arguments logged = Arguments.of(name);
    logged.add(key.array());
    if (count > 1) {
      logged.add(Integer.toString(count).getBytes(StandardCharsets.US_ASCII));
    }
    context.propagateAs(logged);
  }

  /// BLPOP: key and element.
  private record PopOne(boolean left) implements BlockedClients.Blocked {
    @Override
    public boolean serve(CommandContext context, Bytes key, ReplyWriter reply) {
      if (!holdsList(context, key)) {
        return false;
      }
      byte[] element = Lists.pop(context, key, 1, left).getFirst();
      logPop(context, key, 1, left);
      reply.array(2);
      reply.bulk(key);
      reply.bulk(element);
      return true;
    }

    @Override
    public void timedOut(ReplyWriter reply) {
      reply.nullArray();
    }
  }

  /// LMPOP: key and elements.
  private record PopMany(boolean left, long count) implements BlockedClients.Blocked {
    @Override
    public boolean serve(CommandContext context, Bytes key, ReplyWriter reply) {
      if (!holdsList(context, key)) {
        return false;
      }
      List<byte[]> popped = Lists.pop(context, key, count, left);
      logPop(context, key, popped.size(), left);
      reply.array(2);
      reply.bulk(key);
      Lists.write(reply, popped);
      return true;
    }

    @Override
    public void timedOut(ReplyWriter reply) {
      reply.nullArray();
    }
  }

  /// LMOVE: the element.
  private record Move(Bytes from, Bytes to, boolean fromLeft, boolean toLeft)
      implements BlockedClients.Blocked {
    @Override
    public boolean serve(CommandContext context, Bytes key, ReplyWriter reply) {
      if (!holdsList(context, from)) {
        return false;
      }
      byte[] element = Lists.move(context, from, to, fromLeft, toLeft);
      Arguments logged = Arguments.of("LMOVE");
      logged.add(from.array());
      logged.add(to.array());
      logged.add((fromLeft ? "LEFT" : "RIGHT").getBytes(StandardCharsets.US_ASCII));
      logged.add((toLeft ? "LEFT" : "RIGHT").getBytes(StandardCharsets.US_ASCII));
      context.propagateAs(logged);
      reply.bulk(element);
      return true;
    }

    @Override
    public void timedOut(ReplyWriter reply) {
      reply.nullBulk();
    }
  }

  /// Serves the first key that holds a list; waits when none does and waiting is allowed.
  ///
  /// @param timeoutMillis negative for never waiting
  private static void serveOrBlock(
      CommandContext context,
      List<Bytes> keys,
      long timeoutMillis,
      BlockedClients.Blocked what,
      ReplyWriter reply) {
    for (Bytes key : keys) {
      ListValue list = Lists.held(context, key);
      if (list != null) {
        what.serve(context, key, reply);
        return;
      }
    }
    if (timeoutMillis >= 0 && context.mayBlock()) {
      context.block(keys, timeoutMillis, what);
    } else {
      what.timedOut(reply);
    }
  }

  private static void popAny(
      CommandContext context, Arguments arguments, ReplyWriter reply, boolean left) {
    int last = arguments.count() - 1;
    long timeout = KeysAndTimeout.millis(context, arguments, last);
    List<Bytes> keys = KeysAndTimeout.keys(arguments, 1, last);
    serveOrBlock(context, keys, timeout, new PopOne(left), reply);
  }

  private static void popMany(
      CommandContext context, Arguments arguments, ReplyWriter reply, boolean blocking) {
    long timeout = blocking ? KeysAndTimeout.millis(context, arguments, 1) : -1;
    int number = blocking ? 2 : 1;
    int side = KeysAndTimeout.behindKeys(arguments, number);
    boolean left = Lists.isLeft(arguments, side);
    long count = KeysAndTimeout.count(arguments, side + 1);
    List<Bytes> keys = KeysAndTimeout.keys(arguments, number + 1, side);
    serveOrBlock(context, keys, timeout, new PopMany(left, count), reply);
  }

  private static void move(
      CommandContext context,
      Arguments arguments,
      ReplyWriter reply,
      boolean fromLeft,
      boolean toLeft,
      long timeoutMillis) {
    Bytes from = arguments.key(1);
    Move what = new Move(from, arguments.key(2), fromLeft, toLeft);
    serveOrBlock(context, List.of(from), timeoutMillis, what, reply);
  }
}
