package dev.orrery.cache.core.command;

import static dev.orrery.cache.core.command.CommandSpec.Flag.DANGEROUS;
import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.Databases;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.keyspace.IntegerString;
import dev.orrery.cache.core.memory.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Keys of whatever type: DEL, RENAME, COPY, MOVE, OBJECT and the like.
final class KeyCommands {
  static final byte[] DEL = "DEL".getBytes(StandardCharsets.US_ASCII);
  static final byte[] PERSIST = "PERSIST".getBytes(StandardCharsets.US_ASCII);
  private static final String GROUP = "keyspace";

  private KeyCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        CommandSpec.keys(GROUP, "del", -2, flags(WRITE), KeyCommands::delete),
        CommandSpec.keys(GROUP, "unlink", -2, flags(WRITE, FAST), KeyCommands::delete),
        CommandSpec.keys(GROUP, "exists", -2, flags(READONLY, FAST), KeyCommands::exists),
        CommandSpec.keys(GROUP, "touch", -2, flags(READONLY, FAST), KeyCommands::touch),
        CommandSpec.keyed(GROUP, "type", 2, flags(READONLY, FAST), KeyCommands::type),
        new CommandSpec(
            "rename",
            3,
            flags(WRITE),
            1,
            2,
            1,
            GROUP,
            (context, arguments, reply) -> rename(context, arguments, reply, true)),
        new CommandSpec(
            "renamenx",
            3,
            flags(WRITE, FAST),
            1,
            2,
            1,
            GROUP,
            (context, arguments, reply) -> rename(context, arguments, reply, false)),
        new CommandSpec("copy", -3, flags(WRITE, DENYOOM), 1, 2, 1, GROUP, KeyCommands::copy),
        CommandSpec.keyed(GROUP, "move", 3, flags(WRITE, FAST), KeyCommands::move),
        CommandSpec.of(GROUP, "randomkey", 1, flags(READONLY), KeyCommands::randomKey),
        CommandSpec.of(GROUP, "keys", 2, flags(READONLY, DANGEROUS), KeyCommands::keys),
        new CommandSpec("object", -2, flags(READONLY), 2, 2, 1, GROUP, KeyCommands::object));
  }

  private static void delete(CommandContext context, Arguments arguments, ReplyWriter reply) {
    int deleted = 0;
    for (int i = 1; i < arguments.count(); i++) {
      Bytes key = arguments.key(i);
      if (context.database().remove(key)) {
        context.notify('g', "del", key);
        deleted++;
      }
    }
    reply.integer(deleted);
  }

  private static void exists(CommandContext context, Arguments arguments, ReplyWriter reply) {
    int found = 0;
    for (int i = 1; i < arguments.count(); i++) {
      found += context.database().find(arguments.key(i)) == null ? 0 : 1;
    }
    reply.integer(found);
  }

  private static void touch(CommandContext context, Arguments arguments, ReplyWriter reply) {
    int found = 0;
    for (int i = 1; i < arguments.count(); i++) {
      found += context.database().read(arguments.key(i)) == null ? 0 : 1;
    }
    reply.integer(found);
  }

  private static void type(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Entry entry = context.database().find(arguments.key(1));
    reply.simple(entry == null ? "none" : entry.value().type().label());
  }

  private static void rename(
      CommandContext context, Arguments arguments, ReplyWriter reply, boolean replace) {
    Database database = context.database();
    Bytes from = arguments.key(1);
    Bytes to = arguments.key(2);
    Entry entry = database.find(from);
    if (entry == null) {
      throw CommandException.noSuchKey();
    }
    boolean taken = database.find(to) != null;
    if (replace ? !from.equals(to) : !taken) {
      long deadline = entry.deadlineMillis();
      database.remove(from);
      // Removed and put, not overwritten: who waits or watches sees a new key.
      database.remove(to);
      database.put(to, entry.value(), deadline);
      context.notify('g', "rename_from", from);
      context.notify('g', "rename_to", to);
    }
    if (replace) {
      reply.ok();
    } else {
      reply.integer(!taken);
    }
  }

  /// @throws CommandException when it is no number of a database
  static Database database(CommandContext context, Arguments arguments, int index) {
    long number = arguments.integer(index);
    if (number < 0 || number >= Databases.COUNT) {
      throw new CommandException("ERR DB index is out of range");
    }
    return context.databases().database((int) number);
  }

  private static void copy(CommandContext context, Arguments arguments, ReplyWriter reply) {
    boolean replace = false;
    Database target = context.database();
    for (int i = 3; i < arguments.count(); i++) {
      if (arguments.is(i, "replace")) {
        replace = true;
      } else if (arguments.is(i, "db") && i + 1 < arguments.count()) {
        target = database(context, arguments, ++i);
      } else {
        throw CommandException.syntax();
      }
    }
    Bytes from = arguments.key(1);
    Bytes to = arguments.key(2);
    if (target == context.database() && from.equals(to)) {
      throw new CommandException("ERR source and destination objects are the same");
    }
    Entry entry = context.database().find(from);
    boolean possible = entry != null && (replace || target.find(to) == null);
    if (entry != null && possible) {
      target.put(to, entry.value().copy(), entry.deadlineMillis());
      context.notify('g', "copy_to", to);
    }
    reply.integer(possible);
  }

  private static void move(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Database target = database(context, arguments, 2);
    if (target == context.database()) {
      throw new CommandException("ERR source and destination objects are the same");
    }
    Bytes key = arguments.key(1);
    Entry entry = context.database().find(key);
    boolean possible = entry != null && target.find(key) == null;
    if (entry != null && possible) {
      long deadline = entry.deadlineMillis();
      context.database().remove(key);
      target.put(key, entry.value(), deadline);
      context.notify('g', "move_from", key);
      context.notify('g', "move_to", key);
    }
    reply.integer(possible);
  }

  private static void randomKey(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = context.database().randomKey();
    if (key == null) {
      reply.nullBulk();
    } else {
      reply.bulk(key);
    }
  }

  private static void keys(CommandContext context, Arguments arguments, ReplyWriter reply) {
    GlobPattern pattern = new GlobPattern(arguments.bytes(1));
    List<Bytes> matching = new ArrayList<>();
    context
        .database()
        .forEach(entry -> {
          if (entry.deadlineMillis() > context.nowMillis()
              && pattern.matches(entry.key().array())) {
            matching.add(entry.key());
          }
        });
    reply.array(matching.size());
    matching.forEach(reply::bulk);
  }

  private static void object(CommandContext context, Arguments arguments, ReplyWriter reply) {
    String what = arguments.word(1);
    if (what.equals("help")) {
      Subcommands.help(
          reply,
          "OBJECT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
          "ENCODING <key>",
          "    Return the kind of internal representation of the value under <key>.",
          "FREQ <key>",
          "    Return the access frequency index of <key>.",
          "IDLETIME <key>",
          "    Return the seconds since the last access of <key>.",
          "REFCOUNT <key>",
          "    Return how many keys share the value under <key>.",
          "HELP",
          "    Print this help.");
      return;
    }
    if (arguments.count() != 3) {
      throw Subcommands.unknown("OBJECT", arguments);
    }
    Entry entry = context.database().find(arguments.key(2));
    if (entry == null) {
      reply.nullBulk();
      return;
    }
    switch (what) {
      case "encoding" -> reply.bulk(entry.value().encoding());
      case "refcount" ->
          reply.integer(
              entry.value() instanceof IntegerString number && number.isShared()
                  ? Integer.MAX_VALUE
                  : 1);
      case "idletime" ->
          reply.integer(Math.max(0, context.nowMillis() / 1_000 - entry.accessedSeconds()));
      case "freq" ->
          throw new CommandException(
              "ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please"
                  + " note that when switching between policies at runtime LRU and LFU data will"
                  + " take some time to adjust.");
      default -> throw Subcommands.unknown("OBJECT", arguments);
    }
  }
}
