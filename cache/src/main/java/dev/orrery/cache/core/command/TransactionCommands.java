package dev.orrery.cache.core.command;

import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.LOADING;
import static dev.orrery.cache.core.command.CommandSpec.Flag.NOSCRIPT;
import static dev.orrery.cache.core.command.CommandSpec.Flag.STALE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import java.util.List;

/// MULTI, EXEC, DISCARD, WATCH, UNWATCH.
///
/// Commands after MULTI are checked and queued; EXEC runs them with nobody in between, or none of
/// them: when one was refused while queuing (EXECABORT), or a watched key was touched (nothing).
/// What fails while it runs undoes nothing.
final class TransactionCommands {
  private static final String GROUP = "transactions";

  private TransactionCommands() {}

  static List<CommandSpec> all() {
    return List.of(
        CommandSpec.of(
            GROUP, "multi", 1, flags(NOSCRIPT, LOADING, STALE, FAST), TransactionCommands::multi),
        CommandSpec.of(
            GROUP,
            "exec",
            1,
            flags(NOSCRIPT, LOADING, STALE, CommandSpec.Flag.SKIP_SLOWLOG),
            TransactionCommands::exec),
        CommandSpec.of(
            GROUP,
            "discard",
            1,
            flags(NOSCRIPT, LOADING, STALE, FAST),
            TransactionCommands::discard),
        CommandSpec.keys(
            GROUP, "watch", -2, flags(NOSCRIPT, LOADING, STALE, FAST), TransactionCommands::watch),
        CommandSpec.of(
            GROUP,
            "unwatch",
            1,
            flags(NOSCRIPT, LOADING, STALE, FAST),
            TransactionCommands::unwatch));
  }

  private static void multi(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (context.client().inTransaction()) {
      throw new CommandException("ERR MULTI calls can not be nested");
    }
    context.client().beginTransaction();
    reply.ok();
  }

  private static void discard(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (!context.client().inTransaction()) {
      throw new CommandException("ERR DISCARD without MULTI");
    }
    abandon(context);
    reply.ok();
  }

  /// Ends a transaction that is not run.
  static void abandon(CommandContext context) {
    context.client().endTransaction();
    context.server().watchedKeys().unwatch(context.client());
  }

  private static void watch(CommandContext context, Arguments arguments, ReplyWriter reply) {
    if (context.client().inTransaction()) {
      throw new CommandException("ERR WATCH inside MULTI is not allowed");
    }
    if (!context.client().outrun) {
      for (int i = 1; i < arguments.count(); i++) {
        // What has expired is gone before the watch begins, and does not disturb it.
        context.database().find(arguments.key(i));
        context
            .server()
            .watchedKeys()
            .watch(context.client(), context.database(), arguments.key(i));
      }
    }
    reply.ok();
  }

  private static void unwatch(CommandContext context, Arguments arguments, ReplyWriter reply) {
    context.server().watchedKeys().unwatch(context.client());
    reply.ok();
  }

  private static void exec(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Client client = context.client();
    List<Arguments> queued = client.queued;
    if (queued == null) {
      throw new CommandException("ERR EXEC without MULTI");
    }
    // A watched key whose time is over is touched now, if nobody noticed before.
    client.watched.forEach(watched -> watched.database().find(watched.key()));
    boolean spoiled = client.spoiled;
    boolean outrun = client.outrun;
    abandon(context);
    if (spoiled) {
      throw new CommandException("EXECABORT Transaction discarded because of previous errors.");
    }
    if (outrun) {
      reply.nullArray();
      return;
    }
    reply.array(queued.size());
    CommandProcessor processor = new CommandProcessor(context.server());
    context.setInExec(true);
    try {
      for (Arguments command : queued) {
        CommandSpec spec = processor.find(command);
        if (spec == null) {
          throw new IllegalStateException("a queued command is known");
        }
        processor.call(client, spec, command);
      }
    } finally {
      context.setInExec(false);
      // Each has been passed on by itself.
      context.server().propagation().settled();
    }
  }
}
