package dev.orrery.cache.core.command;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// CLIENT PAUSE: for a while no client's commands run, or none that write. What arrives meanwhile
/// is held back, one command for each client, and the client's further input with it; nothing is
/// refused. A transaction that has begun to run is not interrupted. Guarded by the lock of the
/// databases.
public final class ClientPause {
  private final Server server;
  private final Set<Client> held = new LinkedHashSet<>();
  private boolean paused;
  private boolean everything;
  private long untilMillis;

  ClientPause(Server server) {
    this.server = server;
  }

  /// How many clients wait for its end.
  public int held() {
    return held.size();
  }

  /// Begins, or goes on: the later end and the stricter kind win.
  ///
  /// @param all commands, not only those that write
  void begin(Client by, long millis, boolean all) {
    long end = server.databases().nowMillis() + millis;
    if (!paused || end > untilMillis) {
      untilMillis = end;
      by.connection().schedule(millis, this::endIfOver);
    }
    everything = all || (paused && everything);
    paused = true;
  }

  /// @return true when the command is held back and runs later
  boolean holds(Client client, CommandSpec spec, Arguments arguments) {
    if (!paused) {
      return false;
    }
    if (server.databases().nowMillis() >= untilMillis) {
      end();
      return false;
    }
    if (!everything && !writes(client, spec)) {
      return false;
    }
    client.postponed = arguments.copy();
    client.heldBack = true;
    held.add(client);
    return true;
  }

  /// PUBLISH writes no key and is passed on to replicas like what does.
  private boolean writes(Client client, CommandSpec spec) {
    List<Arguments> queued = client.queued;
    if (spec.name().equals("exec") && queued != null) {
      return queued.stream()
          .map(server.commands()::find)
          .anyMatch(each -> each != null && writesAlone(each));
    }
    return writesAlone(spec);
  }

  private static boolean writesAlone(CommandSpec spec) {
    return spec.has(CommandSpec.Flag.WRITE)
        || spec.name().equals("publish")
        || spec.name().equals("spublish");
  }

  private void endIfOver() {
    server.databases().enter();
    try {
      if (paused && server.databases().nowMillis() >= untilMillis) {
        end();
      }
    } finally {
      server.databases().exit();
    }
  }

  /// CLIENT UNPAUSE: each client goes on with what was held back, in the order of its coming.
  void end() {
    paused = false;
    everything = false;
    for (Client client : held) {
      client.heldBack = false;
      client.connection().wake();
    }
    held.clear();
  }

  /// The client is gone.
  void forget(Client client) {
    held.remove(client);
  }
}
