package dev.orrery.cache.core.command;

import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.dictionary.Dictionary;
import dev.orrery.cache.core.keyspace.Database;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// SCAN, and what SSCAN, HSCAN and ZSCAN share with it.
public final class ScanCommands {
  /// How many empty buckets a call passes over for each element it was asked for.
  private static final int PATIENCE = 10;

  private ScanCommands() {}

  static List<CommandSpec> all() {
    return List.of(CommandSpec.of("keyspace", "scan", -2, flags(READONLY), ScanCommands::scan));
  }

  /// COUNT, MATCH, TYPE.
  ///
  /// @param count about how many elements are wanted
  /// @param pattern null for all
  /// @param type null for all
  public record Options(int count, @Nullable GlobPattern pattern, @Nullable String type) {
    private static final int DEFAULT_COUNT = 10;

    /// @param from the first argument behind the cursor
    /// @param typed whether TYPE is allowed
    public static Options parse(Arguments arguments, int from, boolean typed) {
      int count = DEFAULT_COUNT;
      GlobPattern pattern = null;
      String type = null;
      for (int i = from; i < arguments.count(); i += 2) {
        if (i + 1 == arguments.count()) {
          throw CommandException.syntax();
        }
        if (arguments.is(i, "count")) {
          long wanted = arguments.integer(i + 1);
          if (wanted < 1) {
            throw CommandException.syntax();
          }
          count = (int) Math.min(wanted, Integer.MAX_VALUE);
        } else if (arguments.is(i, "match")) {
          pattern = new GlobPattern(arguments.bytes(i + 1));
        } else if (typed && arguments.is(i, "type")) {
          type = arguments.text(i + 1).toLowerCase(Locale.ROOT);
        } else {
          throw CommandException.syntax();
        }
      }
      return new Options(count, pattern, type);
    }

    public boolean matches(Bytes element) {
      return pattern == null || pattern.matches(element.array());
    }
  }

  /// The cursor of a client.
  ///
  /// @throws CommandException when it is no unsigned number
  public static long cursor(Arguments arguments, int index) {
    try {
      return Long.parseUnsignedLong(arguments.text(index));
    } catch (NumberFormatException notANumber) {
      throw new CommandException("ERR invalid cursor");
    }
  }

  /// Writes a cursor as clients see it.
  public static void writeCursor(ReplyWriter reply, long cursor) {
    reply.bulk(Long.toUnsignedString(cursor));
  }

  /// Walks a table until about `count` elements were seen.
  ///
  /// @return the next cursor
  public static <N extends Dictionary.Node> long walk(
      Dictionary<N> table, long cursor, int count, Consumer<? super N> visitor) {
    int[] seen = {0};
    long steps = (long) count * PATIENCE;
    long next = cursor;
    do {
      next =
          table.scan(
              next,
              node -> {
                seen[0]++;
                visitor.accept(node);
              });
    } while (next != 0 && seen[0] < count && --steps > 0);
    return next;
  }

  private static void scan(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long cursor = cursor(arguments, 1);
    Options options = Options.parse(arguments, 2, true);
    Database database = context.database();
    List<Entry> seen = new ArrayList<>();
    long steps = (long) options.count * PATIENCE;
    long next = cursor;
    do {
      next = database.scan(next, seen::add);
    } while (next != 0 && seen.size() < options.count && --steps > 0);
    List<Bytes> keys = new ArrayList<>(seen.size());
    for (Entry entry : seen) {
      if (options.matches(entry.key())
          && isOf(options.type, entry)
          && database.find(entry.key()) != null) {
        keys.add(entry.key());
      }
    }
    reply.array(2);
    writeCursor(reply, next);
    reply.array(keys.size());
    keys.forEach(reply::bulk);
  }

  private static boolean isOf(@Nullable String type, Entry entry) {
    return type == null || type.equals(entry.value().type().label());
  }
}
