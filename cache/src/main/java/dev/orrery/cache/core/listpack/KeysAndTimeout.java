package dev.orrery.cache.core.listpack;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.List;

/// The arguments that commands of several keys share: how many keys, COUNT, and how long to wait.
public final class KeysAndTimeout {
  private static final double MILLIS = 1_000;

  private KeysAndTimeout() {}

  /// @param to exclusive
  public static List<Bytes> keys(Arguments arguments, int from, int to) {
    List<Bytes> keys = new ArrayList<>();
    for (int i = from; i < to; i++) {
      keys.add(arguments.key(i));
    }
    return keys;
  }

  /// Seconds, fractions too, as milliseconds; a part of one counts as one. 0 means for ever.
  ///
  /// @throws CommandException when it is no number, negative or too large
  public static long millis(CommandContext context, Arguments arguments, int index) {
    double seconds =
        Numbers.floating(arguments.bytes(index))
            .orElseThrow(() -> new CommandException("ERR timeout is not a float or out of range"));
    double millis = Math.ceil(seconds * MILLIS);
    if (millis > (double) (Long.MAX_VALUE - context.nowMillis())) {
      throw new CommandException("ERR timeout is out of range");
    }
    if (seconds < 0) {
      throw new CommandException("ERR timeout is negative");
    }
    return (long) millis;
  }

  /// The argument behind the keys that the number at `index` counts.
  ///
  /// @throws CommandException when the number is not positive, or nothing is behind them
  public static int behindKeys(Arguments arguments, int index) {
    long keys = Numbers.integer(arguments.bytes(index)).orElse(0);
    if (keys < 1) {
      throw new CommandException("ERR numkeys should be greater than 0");
    }
    if (keys >= arguments.count() - index - 1) {
      throw CommandException.syntax();
    }
    return index + 1 + (int) keys;
  }

  /// An optional `COUNT n` that ends the command; 1 without it.
  public static long count(Arguments arguments, int index) {
    if (arguments.count() == index) {
      return 1;
    }
    if (arguments.count() != index + 2 || !arguments.is(index, "count")) {
      throw CommandException.syntax();
    }
    long count = Numbers.integer(arguments.bytes(index + 1)).orElse(0);
    if (count < 1) {
      throw new CommandException("ERR count should be greater than 0");
    }
    return count;
  }
}
