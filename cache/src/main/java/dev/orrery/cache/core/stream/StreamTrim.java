package dev.orrery.cache.core.stream;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;

/// What is to be trimmed: `MAXLEN | MINID [= | ~] threshold [LIMIT count]`.
///
/// @param limit 0 means no limit
/// @param next index of the first argument after it
record StreamTrim(long longest, StreamId lowest, boolean wholeNodes, long limit, int next) {
  /// Nodes that an approximate trim removes at most when nothing is said.
  private static final int MOST_NODES = 100;

  static StreamTrim none(int next) {
    return new StreamTrim(Long.MAX_VALUE, StreamId.LOWEST, false, 0, next);
  }

  /// @param at index of MAXLEN or MINID
  /// @throws CommandException when it is malformed
  static StreamTrim parse(CommandContext context, Arguments arguments, int at) {
    boolean byLength = arguments.is(at, "maxlen");
    int next = at + 1;
    boolean approximate = next + 1 < arguments.count() && arguments.is(next, "~");
    if (approximate || (next + 1 < arguments.count() && arguments.is(next, "="))) {
      next++;
    }
    if (next >= arguments.count()) {
      throw CommandException.syntax();
    }
    long longest = byLength ? arguments.integer(next) : Long.MAX_VALUE;
    if (longest < 0) {
      throw new CommandException("ERR The MAXLEN argument must be >= 0.");
    }
    StreamId lowest = byLength ? StreamId.LOWEST : StreamId.parse(arguments.text(next), 0);
    next++;
    long limit = approximate ? MOST_NODES * context.settings().streamNodeEntries.value() : 0;
    if (next + 1 < arguments.count() && arguments.is(next, "limit")) {
      limit = arguments.integer(next + 1);
      if (limit < 0) {
        throw new CommandException("ERR The LIMIT argument must be >= 0.");
      }
      if (!approximate) {
        throw new CommandException(
            "ERR syntax error, LIMIT cannot be used without the special ~ option");
      }
      next += 2;
    }
    if (next < arguments.count() && (arguments.is(next, "maxlen") || arguments.is(next, "minid"))) {
      throw new CommandException(
          "ERR syntax error, MAXLEN and MINID options at the same time are not compatible");
    }
    return new StreamTrim(longest, lowest, approximate, limit, next);
  }

  long apply(StreamValue stream) {
    return stream.trim(longest, lowest, wholeNodes, limit);
  }
}
