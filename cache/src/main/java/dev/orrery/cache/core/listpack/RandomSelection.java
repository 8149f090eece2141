package dev.orrery.cache.core.listpack;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// What SRANDMEMBER, HRANDFIELD and ZRANDMEMBER share: as many distinct elements as asked for, or,
/// when the count is negative, so many draws of which some may be the same.
public final class RandomSelection {
  /// More draws than this are refused: the reply would not fit into memory.
  private static final long MOST_DRAWS = 1L << 26;

  private RandomSelection() {}

  /// @throws CommandException when it is no number, or out of range
  public static long count(Arguments arguments, int index) {
    long count = arguments.integer(index);
    if (count < -MOST_DRAWS) {
      throw new CommandException("ERR value is out of range");
    }
    return count;
  }

  /// @param all is shuffled
  public static <T> List<T> of(List<T> all, long count, RandomGenerator random) {
    if (count < 0) {
      List<T> drawn = new ArrayList<>();
      for (long i = count; i < 0 && !all.isEmpty(); i++) {
        drawn.add(all.get(random.nextInt(all.size())));
      }
      return drawn;
    }
    if (count >= all.size()) {
      return all;
    }
    for (int i = 0; i < count; i++) {
      Collections.swap(all, i, i + random.nextInt(all.size() - i));
    }
    return all.subList(0, (int) count);
  }
}
