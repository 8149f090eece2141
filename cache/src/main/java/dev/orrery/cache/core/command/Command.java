package dev.orrery.cache.core.command;

/// What a command does. It runs under the lock of the databases, so it is atomic; it must not
/// block.
@FunctionalInterface
public interface Command {
  /// Reads and changes the keyspace and writes exactly one reply, or nothing when it blocked the
  /// client ([CommandContext#block]).
  ///
  /// @param arguments the name first; their number fits the arity; valid during the call
  /// @throws CommandException to refuse; nothing may be changed then, and what was written to
  ///   `reply` is forgotten
  void execute(CommandContext context, Arguments arguments, ReplyWriter reply);
}
