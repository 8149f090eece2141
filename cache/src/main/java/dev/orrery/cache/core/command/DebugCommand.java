package dev.orrery.cache.core.command;

import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.primitives.ports.Time;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// DEBUG: the part of it that tests of Redis use.
final class DebugCommand {
  private DebugCommand() {}

  static void debug(CommandContext context, Arguments arguments, ReplyWriter reply) {
    switch (arguments.word(1)) {
      case "set-active-expire" -> {
        Subcommands.require(arguments, "debug|set-active-expire", 3);
        context.databases().setActiveExpiry(arguments.integer(2) != 0);
        reply.ok();
      }
      case "sleep" -> {
        Subcommands.require(arguments, "debug|sleep", 3);
        sleep(context.databases().time(), arguments.floating(2));
        context.databases().readClock();
        reply.ok();
      }
      case "object" -> object(context, arguments, reply);
      case "protocol" -> protocol(arguments, reply);
      default -> throw Subcommands.unknown("DEBUG", arguments);
    }
  }

  /// Everybody waits: that is what it is for.
  private static void sleep(Time time, double seconds) {
    long end = time.monotonicNanos() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    for (long left = end - time.monotonicNanos(); left > 0; left = end - time.monotonicNanos()) {
      LockSupport.parkNanos(left);
    }
  }

  private static void object(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Subcommands.require(arguments, "debug|object", -3);
    Entry entry = context.database().find(arguments.key(2));
    if (entry == null) {
      throw CommandException.noSuchKey();
    }
    reply.simple(
        "Value at:0x%08x refcount:1 encoding:%s serializedlength:%d lru:%d lru_seconds_idle:%d"
            .formatted(
                System.identityHashCode(entry),
                entry.value().encoding(),
                entry.value().retainedBytes(),
                entry.accessedSeconds(),
                Math.max(0, context.nowMillis() / 1_000 - entry.accessedSeconds())));
  }

  /// One reply of each kind there is.
  private static void protocol(Arguments arguments, ReplyWriter reply) {
    Subcommands.require(arguments, "debug|protocol", 3);
    switch (arguments.word(2)) {
      case "string" -> reply.bulk("Hello World");
      case "integer" -> reply.integer(12_345);
      case "double" -> reply.doubleNumber(3.141);
      case "null" -> reply.nullBulk();
      case "array" -> numbers(reply, () -> reply.array(3));
      case "set" -> numbers(reply, () -> reply.set(3));
      case "map" -> {
        reply.map(3);
        for (int i = 0; i < 3; i++) {
          reply.integer(i);
          reply.bool(i == 1);
        }
      }
      case "attrib" -> {
        if (reply.version() == 3) {
          reply.attribute(1);
          reply.bulk("key-popularity");
          reply.array(2);
          reply.bulk("key:123");
          reply.integer(90);
        }
        reply.bulk("Some real reply following the attribute");
      }
      case "push" -> {
        reply.push(2);
        reply.bulk("server-cpu-usage");
        reply.integer(42);
      }
      case "bignum" -> reply.bigNumber("1234567999999999999999999999999999999");
      case "true" -> reply.bool(true);
      case "false" -> reply.bool(false);
      case "verbatim" -> reply.verbatim("txt", "This is a verbatim\nstring");
      default ->
          throw new CommandException(
              "ERR Wrong protocol type name. Please use one of the following:"
                  + " string|integer|double|null|array|set|map|attrib|push|verbatim|true|false");
    }
  }

  private static void numbers(ReplyWriter reply, Runnable header) {
    header.run();
    for (int i = 0; i < 3; i++) {
      reply.integer(i);
    }
  }
}
