package dev.orrery.cache.core.command;

import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.ExpiryOptions.Unit;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.memory.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongUnaryOperator;

/// Times to live: EXPIRE and its kin set them, TTL and its kin tell them, PERSIST takes them away.
final class ExpireCommands {
  private static final String GROUP = "keyspace";
  private static final byte[] PEXPIREAT = "PEXPIREAT".getBytes(StandardCharsets.US_ASCII);

  private ExpireCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        expire("expire", Unit.SECONDS),
        expire("pexpire", Unit.MILLIS),
        expire("expireat", Unit.SECONDS_AT),
        expire("pexpireat", Unit.MILLIS_AT),
        CommandSpec.keyed(GROUP, "persist", 2, flags(WRITE, FAST), ExpireCommands::persist),
        tell("ttl", false, millis -> (millis + 500) / 1_000),
        tell("pttl", false, millis -> millis),
        tell("expiretime", true, millis -> (millis + 500) / 1_000),
        tell("pexpiretime", true, millis -> millis));
  }

  private static CommandSpec expire(String name, Unit unit) {
    return CommandSpec.keyed(
        GROUP,
        name,
        -3,
        flags(WRITE, FAST),
        (context, arguments, reply) -> expire(context, arguments, reply, unit, name));
  }

  /// NX, XX, GT, LT.
  private record Conditions(boolean absent, boolean present, boolean greater, boolean less) {
    static Conditions parse(Arguments arguments) {
      boolean absent = false;
      boolean present = false;
      boolean greater = false;
      boolean less = false;
      for (int i = 3; i < arguments.count(); i++) {
        if (arguments.is(i, "nx")) {
          absent = true;
        } else if (arguments.is(i, "xx")) {
          present = true;
        } else if (arguments.is(i, "gt")) {
          greater = true;
        } else if (arguments.is(i, "lt")) {
          less = true;
        } else {
          throw new CommandException("ERR Unsupported option " + arguments.text(i));
        }
      }
      if (absent && (present || greater || less)) {
        throw new CommandException(
            "ERR NX and XX, GT or LT options at the same time are not compatible");
      }
      if (greater && less) {
        throw new CommandException("ERR GT and LT options at the same time are not compatible");
      }
      return new Conditions(absent, present, greater, less);
    }

    /// No time to live counts as an infinite one.
    boolean hold(Entry entry, long deadlineMillis) {
      return !(absent && entry.isTimed())
          && !(present && !entry.isTimed())
          && !(greater && deadlineMillis <= entry.deadlineMillis())
          && !(less && deadlineMillis >= entry.deadlineMillis());
    }
  }

  private static void expire(
      CommandContext context, Arguments arguments, ReplyWriter reply, Unit unit, String name) {
    Conditions conditions = Conditions.parse(arguments);
    long deadline = unit.deadline(arguments.integer(2), context.nowMillis(), name);
    Entry entry = context.database().find(arguments.key(1));
    if (entry == null || !conditions.hold(entry, deadline)) {
      reply.integer(0);
      return;
    }
    setDeadline(context, entry, deadline);
    reply.integer(1);
  }

  /// Sets a deadline, or removes the key when it has passed, and passes it on as an absolute time.
  static void setDeadline(CommandContext context, Entry entry, long deadlineMillis) {
    Bytes key = entry.key();
    boolean passed = deadlineMillis <= context.nowMillis();
    context.database().setDeadline(entry, deadlineMillis);
    if (passed) {
      context.notify('g', "del", key);
      context.propagateAs(Arguments.of(KeyCommands.DEL, key.array()));
    } else {
      context.notify('g', "expire", key);
      byte[] deadline = Long.toString(deadlineMillis).getBytes(StandardCharsets.US_ASCII);
      context.propagateAs(Arguments.of(PEXPIREAT, key.array(), deadline));
    }
  }

  private static void persist(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Entry entry = context.database().find(arguments.key(1));
    boolean timed = entry != null && entry.isTimed();
    if (entry != null && timed) {
      context.database().setDeadline(entry, Entry.NEVER);
      context.notify('g', "persist", entry.key());
    }
    reply.integer(timed);
  }

  private static CommandSpec tell(String name, boolean absolute, LongUnaryOperator unit) {
    return CommandSpec.keyed(
        GROUP,
        name,
        2,
        flags(READONLY, FAST),
        (context, arguments, reply) -> {
          Entry entry = context.database().find(arguments.key(1));
          if (entry == null) {
            reply.integer(-2);
          } else if (!entry.isTimed()) {
            reply.integer(-1);
          } else {
            long deadline = entry.deadlineMillis();
            reply.integer(unit.applyAsLong(absolute ? deadline : deadline - context.nowMillis()));
          }
        });
  }
}
