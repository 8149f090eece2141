package dev.orrery.cache.core.command;

import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.List;

/// CLIENT TRACKING, CACHING and GETREDIR.
final class TrackingCommand {
  private TrackingCommand() {}

  static void tracking(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Subcommands.require(arguments, "client|tracking", -3);
    ClientTracking tracking = context.server().tracking();
    if (arguments.is(2, "off")) {
      tracking.stop(context.client());
    } else if (arguments.is(2, "on")) {
      tracking.start(context.client(), parse(context, arguments));
    } else {
      throw CommandException.syntax();
    }
    reply.ok();
  }

  private static ClientTracking.Mode parse(CommandContext context, Arguments arguments) {
    boolean broadcast = false;
    boolean optIn = false;
    boolean optOut = false;
    boolean noLoop = false;
    long redirect = 0;
    List<Bytes> prefixes = new ArrayList<>();
    for (int i = 3; i < arguments.count(); i++) {
      boolean more = i + 1 < arguments.count();
      switch (arguments.word(i)) {
        case "bcast" -> broadcast = true;
        case "optin" -> optIn = true;
        case "optout" -> optOut = true;
        case "noloop" -> noLoop = true;
        case "redirect" -> {
          redirect = more ? arguments.integer(++i) : 0;
          if (context.server().client(redirect) == null) {
            throw new CommandException("ERR The client ID you want redirect to does not exist");
          }
        }
        case "prefix" -> {
          if (!more) {
            throw CommandException.syntax();
          }
          prefixes.add(arguments.key(++i));
        }
        default -> throw CommandException.syntax();
      }
    }
    if (!prefixes.isEmpty() && !broadcast) {
      throw new CommandException("ERR PREFIX option requires BCAST mode to be enabled");
    }
    if (optIn && optOut) {
      throw new CommandException("ERR You can't use both OPTIN and OPTOUT");
    }
    if (broadcast && (optIn || optOut)) {
      throw new CommandException("ERR OPTIN and OPTOUT are not compatible with BCAST");
    }
    ClientTracking.Mode before = context.server().tracking().of(context.client());
    if (before != null && before.broadcast() != broadcast) {
      throw new CommandException(
          "ERR You can't switch BCAST mode on/off before disabling tracking for this client, and"
              + " then re-enabling it with a different mode.");
    }
    checkOverlap(prefixes);
    if (before != null) {
      prefixes.addAll(before.prefixes());
    } else if (broadcast && prefixes.isEmpty()) {
      prefixes.add(Bytes.of(""));
    }
    return new ClientTracking.Mode(
        broadcast, List.copyOf(prefixes), optIn, optOut, noLoop, redirect);
  }

  /// A key under two prefixes would be told twice.
  private static void checkOverlap(List<Bytes> prefixes) {
    for (int i = 0; i < prefixes.size(); i++) {
      for (int j = 0; j < prefixes.size(); j++) {
        if (i != j && ClientTracking.startsWith(prefixes.get(i), prefixes.get(j))) {
          throw new CommandException(
              "ERR Prefix '"
                  + prefixes.get(i)
                  + "' overlaps with another provided prefix '"
                  + prefixes.get(j)
                  + "'. Prefixes for a single client must not overlap.");
        }
      }
    }
  }

  static void caching(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Subcommands.require(arguments, "client|caching", 3);
    ClientTracking.Mode mode = context.server().tracking().of(context.client());
    if (mode == null || !(mode.optIn() || mode.optOut())) {
      throw new CommandException(
          "ERR CLIENT CACHING can be called only when the client is in tracking mode with OPTIN or"
              + " OPTOUT mode enabled");
    }
    if (arguments.is(2, "yes") && mode.optIn()) {
      context.client().caching = true;
    } else if (arguments.is(2, "no") && mode.optOut()) {
      context.client().caching = false;
    } else {
      throw CommandException.syntax();
    }
    reply.ok();
  }

  static void redirect(CommandContext context, ReplyWriter reply) {
    ClientTracking.Mode mode = context.server().tracking().of(context.client());
    reply.integer(mode == null ? -1 : mode.redirect());
  }
}
