package dev.orrery.cache.core.diagnostics;

import static dev.orrery.cache.core.command.CommandSpec.Flag.ADMIN;
import static dev.orrery.cache.core.command.CommandSpec.Flag.LOADING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.STALE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.Client;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandObserver;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.command.Server;
import dev.orrery.cache.core.command.Subcommands;
import dev.orrery.cache.core.settings.Setting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// SLOWLOG: the last commands that took longer than `slowlog-log-slower-than` microseconds, waiting
/// for the lock or the network not counted. Long arguments and long lists of them are cut, so that
/// the log, `slowlog-max-len` entries, stays small.
public final class SlowLog implements CommandObserver {
  private static final int MOST_ARGUMENTS = 32;
  private static final int LONGEST_ARGUMENT = 128;
  private static final int USUAL_ANSWER = 10;

  private record Slow(
      long id, long seconds, long micros, List<byte[]> arguments, String address, String name) {}

  private final Server server;
  private final Setting.Whole slowerThan;
  private final Setting.Whole maximum;
  private final Deque<Slow> newestFirst = new ArrayDeque<>();
  private long nextId;

  private SlowLog(Server server) {
    this.server = server;
    this.slowerThan =
        server.settings().whole("slowlog-log-slower-than", 10_000, -1, Long.MAX_VALUE);
    this.maximum = server.settings().whole("slowlog-max-len", 128);
  }

  /// Gives a server its slow log.
  public static void install(Server server) {
    SlowLog log = new SlowLog(server);
    server.observe(log);
    server
        .commands()
        .add(CommandSpec.of("server", "slowlog", -2, flags(ADMIN, LOADING, STALE), log::slowlog));
  }

  @Override
  public void ran(Client client, CommandSpec spec, Arguments arguments, long nanos) {
    long threshold = slowerThan.value();
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    if (threshold < 0 || micros < threshold || spec.has(CommandSpec.Flag.SKIP_SLOWLOG)) {
      return;
    }
    newestFirst.addFirst(
        new Slow(
            nextId++,
            server.databases().nowMillis() / 1_000,
            micros,
            cut(spec, arguments),
            client.connection().remoteAddress(),
            client.name()));
    trim();
  }

  private void trim() {
    while (newestFirst.size() > maximum.value()) {
      newestFirst.removeLast();
    }
  }

  private static List<byte[]> cut(CommandSpec spec, Arguments arguments) {
    int count = Math.min(arguments.count(), MOST_ARGUMENTS);
    List<byte[]> kept = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      if (i == count - 1 && arguments.count() > count) {
        kept.add(ascii("... (" + (arguments.count() - count + 1) + " more arguments)"));
      } else {
        kept.add(cut(Redaction.shown(spec, arguments, i)));
      }
    }
    return kept;
  }

  private static byte[] cut(byte[] argument) {
    if (argument.length <= LONGEST_ARGUMENT) {
      return argument;
    }
    byte[] tail = ascii("... (" + (argument.length - LONGEST_ARGUMENT) + " more bytes)");
    byte[] cut = Arrays.copyOf(argument, LONGEST_ARGUMENT + tail.length);
    System.arraycopy(tail, 0, cut, LONGEST_ARGUMENT, tail.length);
    return cut;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void slowlog(CommandContext context, Arguments arguments, ReplyWriter reply) {
    switch (arguments.word(1)) {
      case "get" -> get(arguments, reply);
      case "len" -> {
        Subcommands.require(arguments, "slowlog|len", 2);
        reply.integer(newestFirst.size());
      }
      case "reset" -> {
        Subcommands.require(arguments, "slowlog|reset", 2);
        newestFirst.clear();
        reply.ok();
      }
      case "help" ->
          Subcommands.help(
              reply,
              "SLOWLOG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:",
              "GET [<count>]",
              "    Return the newest <count> entries (default: 10; -1: all).",
              "LEN",
              "    Return the number of entries.",
              "RESET",
              "    Empty the log.",
              "HELP",
              "    Print this help.");
      default -> throw Subcommands.unknown("SLOWLOG", arguments);
    }
  }

  private void get(Arguments arguments, ReplyWriter reply) {
    long wanted = USUAL_ANSWER;
    if (arguments.count() > 3) {
      throw Subcommands.unknown("SLOWLOG", arguments);
    }
    if (arguments.count() == 3) {
      wanted = Numbers.integer(arguments.bytes(2)).orElse(Long.MIN_VALUE);
      if (wanted < -1) {
        throw new CommandException("ERR count should be greater than or equal to -1");
      }
    }
    List<Slow> shown = newestFirst.stream().limit(wanted == -1 ? Long.MAX_VALUE : wanted).toList();
    reply.array(shown.size());
    for (Slow slow : shown) {
      reply.array(6);
      reply.integer(slow.id);
      reply.integer(slow.seconds);
      reply.integer(slow.micros);
      reply.array(slow.arguments.size());
      slow.arguments.forEach(reply::bulk);
      reply.bulk(slow.address);
      reply.bulk(slow.name);
    }
  }
}
