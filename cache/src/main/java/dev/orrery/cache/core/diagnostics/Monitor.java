package dev.orrery.cache.core.diagnostics;

import static dev.orrery.cache.core.command.CommandSpec.Flag.ADMIN;
import static dev.orrery.cache.core.command.CommandSpec.Flag.LOADING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.NOSCRIPT;
import static dev.orrery.cache.core.command.CommandSpec.Flag.SKIP_MONITOR;
import static dev.orrery.cache.core.command.CommandSpec.Flag.STALE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.Client;
import dev.orrery.cache.core.command.CommandObserver;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.Server;
import dev.orrery.cache.core.pubsub.PubSub;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// MONITOR: a line for each command, to each client that asked; administration is not shown. One
/// that does not read is cut off like a slow subscriber.
public final class Monitor implements CommandObserver {
  private final Server server;
  private final Set<Client> monitors = new LinkedHashSet<>();

  private Monitor(Server server) {
    this.server = server;
  }

  /// Gives a server the command.
  public static void install(Server server) {
    Monitor monitor = new Monitor(server);
    server.observe(monitor);
    server
        .commands()
        .add(
            CommandSpec.of(
                "server",
                "monitor",
                1,
                flags(ADMIN, NOSCRIPT, LOADING, STALE),
                (context, _, reply) -> {
                  monitor.monitors.add(context.client());
                  context.client().setMonitor(true);
                  reply.ok();
                }));
  }

  @Override
  public void running(Client client, CommandSpec spec, Arguments arguments) {
    if (!monitors.isEmpty() && !spec.name().equals("exec")) {
      show(client, spec, arguments);
    }
  }

  /// EXEC follows what it ran.
  @Override
  public void ran(Client client, CommandSpec spec, Arguments arguments, long nanos) {
    if (!monitors.isEmpty() && spec.name().equals("exec")) {
      show(client, spec, arguments);
    }
  }

  private void show(Client client, CommandSpec spec, Arguments arguments) {
    if (spec.has(ADMIN) || spec.has(SKIP_MONITOR)) {
      return;
    }
    String line = line(client, spec, arguments);
    for (Client monitor : List.copyOf(monitors)) {
      if (monitor.waitingOutput() > PubSub.SUBSCRIBER_OUTPUT) {
        monitor.connection().cut();
      } else {
        monitor.pushes().simple(line);
        monitor.connection().wake();
      }
    }
  }

  private String line(Client client, CommandSpec spec, Arguments arguments) {
    long millis = server.databases().nowMillis();
    StringBuilder line =
        new StringBuilder(
            "%d.%06d [%d %s]"
                .formatted(
                    millis / 1_000,
                    millis % 1_000 * 1_000,
                    client.database(),
                    client.connection().remoteAddress()));
    for (int i = 0; i < arguments.count(); i++) {
      line.append(" \"");
      for (byte letter : Redaction.shown(spec, arguments, i)) {
        quote(line, letter);
      }
      line.append('"');
    }
    return line.toString();
  }

  private static void quote(StringBuilder line, byte letter) {
    switch (letter) {
      case '\\', '"' -> line.append('\\').append((char) letter);
      case '\n' -> line.append("\\n");
      case '\r' -> line.append("\\r");
      case '\t' -> line.append("\\t");
      default -> {
        if (letter >= ' ' && letter < 127) {
          line.append((char) letter);
        } else {
          line.append("\\x%02x".formatted(letter & 0xff));
        }
      }
    }
  }

  @Override
  public void disconnected(Client client) {
    monitors.remove(client);
  }

  @Override
  public void reset(Client client) {
    client.setMonitor(false);
    monitors.remove(client);
  }
}
