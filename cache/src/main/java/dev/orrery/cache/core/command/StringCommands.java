package dev.orrery.cache.core.command;

import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.ExpiryOptions.Unit;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.StringValue;
import dev.orrery.cache.core.memory.Bytes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Strings: GET, SET and what is like them.
final class StringCommands {
  private static final String GROUP = "string";
  private static final byte[] NOTHING = {};

  private StringCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        CommandSpec.keyed(GROUP, "get", 2, flags(READONLY, FAST), StringCommands::get),
        CommandSpec.keyed(GROUP, "set", -3, flags(WRITE, DENYOOM), SetCommand::set),
        CommandSpec.keyed(GROUP, "setnx", 3, flags(WRITE, DENYOOM, FAST), SetCommand::setIfAbsent),
        CommandSpec.keyed(
            GROUP,
            "setex",
            4,
            flags(WRITE, DENYOOM),
            (context, arguments, reply) ->
                SetCommand.setWithTime(context, arguments, reply, Unit.SECONDS)),
        CommandSpec.keyed(
            GROUP,
            "psetex",
            4,
            flags(WRITE, DENYOOM),
            (context, arguments, reply) ->
                SetCommand.setWithTime(context, arguments, reply, Unit.MILLIS)),
        CommandSpec.keyed(GROUP, "getset", 3, flags(WRITE, DENYOOM, FAST), StringCommands::getSet),
        CommandSpec.keyed(GROUP, "getex", -2, flags(WRITE, FAST), StringCommands::getAndExpire),
        CommandSpec.keyed(GROUP, "getdel", 2, flags(WRITE, FAST), StringCommands::getAndDelete),
        CommandSpec.keyed(GROUP, "append", 3, flags(WRITE, DENYOOM, FAST), StringCommands::append),
        CommandSpec.keyed(GROUP, "strlen", 2, flags(READONLY, FAST), StringCommands::length),
        CommandSpec.keyed(GROUP, "setrange", 4, flags(WRITE, DENYOOM), StringCommands::setRange),
        CommandSpec.keyed(GROUP, "getrange", 4, flags(READONLY), StringCommands::getRange),
        CommandSpec.keyed(GROUP, "substr", 4, flags(READONLY), StringCommands::getRange),
        CommandSpec.keys(GROUP, "mget", -2, flags(READONLY, FAST), StringCommands::getMany),
        new CommandSpec(
            "mset", -3, flags(WRITE, DENYOOM), 1, -1, 2, GROUP, StringCommands::setMany),
        new CommandSpec(
            "msetnx", -3, flags(WRITE, DENYOOM), 1, -1, 2, GROUP, StringCommands::setManyIfAbsent));
  }

  private static void get(CommandContext context, Arguments arguments, ReplyWriter reply) {
    write(reply, context.read(arguments.key(1), StringValue.class));
  }

  static void write(ReplyWriter reply, @Nullable StringValue value) {
    if (value == null) {
      reply.nullBulk();
    } else {
      reply.bulk(value.array());
    }
  }

  private static void getSet(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    write(reply, context.read(key, StringValue.class));
    context.database().put(key, StringValue.of(arguments.bytes(2)), Entry.NEVER);
    context.notify('$', "set", key);
    context.propagateAs(Arguments.of(SetCommand.SET, arguments.bytes(1), arguments.bytes(2)));
  }

  private static void getAndDelete(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    StringValue value = context.read(key, StringValue.class);
    write(reply, value);
    if (value != null) {
      context.database().remove(key);
      context.notify('g', "del", key);
      context.propagateAs(Arguments.of(KeyCommands.DEL, key.array()));
    }
  }

  private static void getAndExpire(CommandContext context, Arguments arguments, ReplyWriter reply) {
    ExpiryOptions options = ExpiryOptions.parse(context, arguments, 2, "getex");
    Bytes key = arguments.key(1);
    StringValue value = context.read(key, StringValue.class);
    write(reply, value);
    Entry entry = context.database().find(key);
    if (value == null || entry == null) {
      return;
    }
    if (options.persist()) {
      if (entry.isTimed()) {
        context.database().setDeadline(entry, Entry.NEVER);
        context.notify('g', "persist", key);
        context.propagateAs(Arguments.of(KeyCommands.PERSIST, key.array()));
      }
    } else if (options.isSet()) {
      ExpireCommands.setDeadline(context, entry, options.deadlineMillis());
    }
  }

  private static void append(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    Entry entry = context.find(key, StringValue.class);
    if (entry == null) {
      context.database().put(key, StringValue.of(arguments.bytes(2)));
      reply.integer(arguments.bytes(2).length);
    } else {
      byte[] old = CommandContext.cast(entry, StringValue.class).array();
      byte[] more = arguments.bytes(2);
      checkLength(context, (long) old.length + more.length);
      byte[] joined = Arrays.copyOf(old, old.length + more.length);
      System.arraycopy(more, 0, joined, old.length, more.length);
      context.database().replace(entry, StringValue.edited(joined));
      reply.integer(joined.length);
    }
    context.notify('$', "append", key);
  }

  /// @throws CommandException when a string may not be so long
  static void checkLength(CommandContext context, long length) {
    if (length > context.settings().maximumBulk.value()) {
      throw new CommandException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    }
  }

  private static void length(CommandContext context, Arguments arguments, ReplyWriter reply) {
    StringValue value = context.read(arguments.key(1), StringValue.class);
    reply.integer(value == null ? 0 : value.length());
  }

  private static void setRange(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long offset = arguments.integer(2);
    if (offset < 0) {
      throw new CommandException("ERR offset is out of range");
    }
    Bytes key = arguments.key(1);
    byte[] patch = arguments.bytes(3);
    Entry entry = context.find(key, StringValue.class);
    byte[] old = entry == null ? NOTHING : CommandContext.cast(entry, StringValue.class).array();
    if (patch.length == 0) {
      reply.integer(old.length);
      return;
    }
    if (offset > Long.MAX_VALUE - patch.length) {
      throw new CommandException("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
    }
    checkLength(context, offset + patch.length);
    byte[] patched = Arrays.copyOf(old, (int) Math.max(old.length, offset + patch.length));
    System.arraycopy(patch, 0, patched, (int) offset, patch.length);
    context.database().put(key, StringValue.edited(patched));
    context.notify('$', "setrange", key);
    reply.integer(patched.length);
  }

  private static void getRange(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long start = arguments.integer(2);
    long end = arguments.integer(3);
    StringValue value = context.read(arguments.key(1), StringValue.class);
    byte[] array = value == null ? NOTHING : value.array();
    if (start < 0 && end < 0 && start > end) {
      reply.bulk(NOTHING);
      return;
    }
    long from = Math.max(0, start < 0 ? start + array.length : start);
    long last = Math.min(Math.max(0, end < 0 ? end + array.length : end), array.length - 1L);
    if (from > last) {
      reply.bulk(NOTHING);
    } else {
      reply.bulk(array, (int) from, (int) last + 1);
    }
  }

  private static void getMany(CommandContext context, Arguments arguments, ReplyWriter reply) {
    reply.array(arguments.count() - 1);
    for (int i = 1; i < arguments.count(); i++) {
      Entry entry = context.database().read(arguments.key(i));
      write(reply, entry != null && entry.value() instanceof StringValue string ? string : null);
    }
  }

  private static void setMany(CommandContext context, Arguments arguments, ReplyWriter reply) {
    checkPairs(arguments);
    putPairs(context, arguments);
    reply.ok();
  }

  private static void setManyIfAbsent(
      CommandContext context, Arguments arguments, ReplyWriter reply) {
    checkPairs(arguments);
    for (int i = 1; i < arguments.count(); i += 2) {
      if (context.database().find(arguments.key(i)) != null) {
        reply.integer(0);
        return;
      }
    }
    putPairs(context, arguments);
    reply.integer(1);
  }

  private static void checkPairs(Arguments arguments) {
    if (arguments.count() % 2 == 0) {
      throw CommandException.wrongArity(arguments.word(0));
    }
  }

  private static void putPairs(CommandContext context, Arguments arguments) {
    for (int i = 1; i < arguments.count(); i += 2) {
      Bytes key = arguments.key(i);
      context.database().put(key, StringValue.of(arguments.bytes(i + 1)), Entry.NEVER);
      context.notify('$', "set", key);
    }
  }
}
