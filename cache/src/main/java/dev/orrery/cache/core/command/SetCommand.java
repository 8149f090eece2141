package dev.orrery.cache.core.command;

import dev.orrery.cache.core.command.ExpiryOptions.Unit;
import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import java.nio.charset.StandardCharsets;

/// SET with all its options, SETNX, SETEX, PSETEX.
final class SetCommand {
  static final byte[] SET = "SET".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PXAT = "PXAT".getBytes(StandardCharsets.US_ASCII);

  private SetCommand() {}

  /// What follows the value.
  private static final class Options {
    private boolean ifAbsent;
    private boolean ifPresent;
    private boolean get;
    private boolean keep;
    private ExpiryOptions expiry = ExpiryOptions.NONE;

    Options(CommandContext context, Arguments arguments) {
      int at = 3;
      while (at < arguments.count()) {
        at += take(context, arguments, at);
      }
    }

    /// @return how many arguments the option is long
    private int take(CommandContext context, Arguments arguments, int at) {
      if (arguments.is(at, "nx") && !ifPresent) {
        ifAbsent = true;
      } else if (arguments.is(at, "xx") && !ifAbsent) {
        ifPresent = true;
      } else if (arguments.is(at, "get")) {
        get = true;
      } else if (arguments.is(at, "keepttl") && !expiry.isSet()) {
        keep = true;
      } else if (!keep && !expiry.isSet()) {
        expiry = ExpiryOptions.timed(context, arguments, at, "set");
        return 2;
      } else {
        throw CommandException.syntax();
      }
      return 1;
    }
  }

  static void set(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    StringValue value = StringValue.of(arguments.bytes(2));
    if (arguments.count() == 3) {
      context.database().put(key, value, Entry.NEVER);
      context.notify('$', "set", key);
      reply.ok();
      return;
    }
    set(context, arguments, key, value, reply);
  }

  private static void set(
      CommandContext context,
      Arguments arguments,
      Bytes key,
      StringValue value,
      ReplyWriter reply) {
    Options options = new Options(context, arguments);
    if (options.get) {
      StringCommands.write(reply, context.read(key, StringValue.class));
    }
    Database database = context.database();
    boolean there = database.find(key) != null;
    if ((options.ifAbsent && there) || (options.ifPresent && !there)) {
      if (!options.get) {
        reply.nullBulk();
      }
      return;
    }
    if (options.keep) {
      database.put(key, value);
    } else {
      put(context, key, value, options.expiry);
    }
    context.notify('$', "set", key);
    if (options.expiry.isSet()) {
      context.notify('g', "expire", key);
    }
    if (!options.get) {
      reply.ok();
    }
  }

  /// A deadline that has passed leaves nothing behind; the log gets the absolute one.
  private static void put(
      CommandContext context, Bytes key, StringValue value, ExpiryOptions expiry) {
    if (!expiry.isSet()) {
      context.database().put(key, value, Entry.NEVER);
    } else if (expiry.deadlineMillis() <= context.nowMillis()) {
      context.database().remove(key);
      context.propagateAs(Arguments.of(KeyCommands.DEL, key.array()));
    } else {
      context.database().put(key, value, expiry.deadlineMillis());
      byte[] deadline = Long.toString(expiry.deadlineMillis()).getBytes(StandardCharsets.US_ASCII);
      context.propagateAs(Arguments.of(SET, key.array(), value.array(), PXAT, deadline));
    }
  }

  static void setIfAbsent(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    boolean absent = context.database().find(key) == null;
    if (absent) {
      context.database().put(key, StringValue.of(arguments.bytes(2)), Entry.NEVER);
      context.notify('$', "set", key);
    }
    reply.integer(absent);
  }

  static void setWithTime(
      CommandContext context, Arguments arguments, ReplyWriter reply, Unit unit) {
    String name = arguments.word(0);
    ExpiryOptions expiry =
        ExpiryOptions.positive(unit, arguments.integer(2), context.nowMillis(), name);
    Bytes key = arguments.key(1);
    put(context, key, StringValue.of(arguments.bytes(3)), expiry);
    context.notify('$', "set", key);
    context.notify('g', "expire", key);
    reply.ok();
  }
}
