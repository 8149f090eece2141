package dev.orrery.cache.core.sortedset;

import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.cache.core.sortedset.SortedSetRange.MemberBound;
import dev.orrery.cache.core.sortedset.SortedSetRange.ScoreBound;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// ZRANGE in all its forms, and what counts or removes a range.
final class SortedSetRangeCommands {
  private static final String GROUP = "sortedset";

  private enum By {
    RANK,
    SCORE,
    LEX
  }

  private SortedSetRangeCommands() {}

  static List<CommandSpec> all() {
    List<CommandSpec> specs = new ArrayList<>();
    addRange(specs, "zrange", By.RANK, false);
    addRange(specs, "zrevrange", By.RANK, true);
    addRange(specs, "zrangebyscore", By.SCORE, false);
    addRange(specs, "zrevrangebyscore", By.SCORE, true);
    addRange(specs, "zrangebylex", By.LEX, false);
    addRange(specs, "zrevrangebylex", By.LEX, true);
    specs.add(
        new CommandSpec(
            "zrangestore",
            -5,
            flags(WRITE, DENYOOM),
            1,
            2,
            1,
            GROUP,
            SortedSetRangeCommands::store));
    for (By by : By.values()) {
      specs.add(
          CommandSpec.keyed(
              GROUP,
              "zremrangeby" + by.name().toLowerCase(Locale.ROOT),
              4,
              flags(WRITE),
              (c, a, r) -> remove(c, a, r, by)));
    }
    specs.add(
        CommandSpec.keyed(
            GROUP, "zcount", 4, flags(READONLY, FAST), (c, a, r) -> count(c, a, r, By.SCORE)));
    specs.add(
        CommandSpec.keyed(
            GROUP, "zlexcount", 4, flags(READONLY, FAST), (c, a, r) -> count(c, a, r, By.LEX)));
    return specs;
  }

  private static void addRange(List<CommandSpec> specs, String name, By by, boolean reverse) {
    boolean general = name.equals("zrange");
    specs.add(
        CommandSpec.keyed(
            GROUP,
            name,
            -4,
            flags(READONLY),
            (c, a, r) -> {
              Query query = Query.parse(a, 1, by, reverse, general, false);
              SortedSets.write(r, query.select(SortedSets.read(c, a.key(1))), query.withScores);
            }));
  }

  /// A parsed range.
  ///
  /// @param limit negative for all
  private record Query(
      Function<SortedList, SortedSetRange> range,
      boolean reverse,
      boolean withScores,
      long offset,
      long limit) {
    /// @param key the index of the key; the two ends follow
    /// @param general whether BYSCORE, BYLEX and REV are options, as for ZRANGE
    static Query parse(
        Arguments arguments, int key, By form, boolean backwards, boolean general, boolean store) {
      By by = form;
      boolean reverse = backwards;
      boolean withScores = false;
      long offset = 0;
      long limit = -1;
      boolean limited = false;
      for (int i = key + 3; i < arguments.count(); i++) {
        if (!store && arguments.is(i, "withscores")) {
          withScores = true;
        } else if (arguments.is(i, "limit") && i + 2 < arguments.count()) {
          offset = arguments.integer(i + 1);
          limit = arguments.integer(i + 2);
          limited = true;
          i += 2;
        } else if (general && arguments.is(i, "rev")) {
          reverse = true;
        } else if (general && by == By.RANK && arguments.is(i, "byscore")) {
          by = By.SCORE;
        } else if (general && by == By.RANK && arguments.is(i, "bylex")) {
          by = By.LEX;
        } else {
          throw CommandException.syntax();
        }
      }
      if (limited && limit != -1 && by == By.RANK) {
        throw new CommandException(
            "ERR syntax error, LIMIT is only supported in combination with either BYSCORE or"
                + " BYLEX");
      }
      if (withScores && by == By.LEX) {
        throw new CommandException(
            "ERR syntax error, WITHSCORES not supported in combination with BYLEX");
      }
      return new Query(
          rangeOf(arguments, key + 1, by, reverse), reverse, withScores, offset, limit);
    }

    List<ScoredMember> select(@Nullable SortedList list) {
      if (list == null || offset < 0) {
        return List.of();
      }
      SortedSetRange all = range.apply(list);
      int skipped = (int) Math.min(offset, all.size());
      int left = all.size() - skipped;
      int taken = limit < 0 ? left : (int) Math.min(limit, left);
      if (reverse) {
        int to = all.to() - skipped;
        return list.range(to - taken, to).reversed();
      }
      int from = all.from() + skipped;
      return list.range(from, from + taken);
    }
  }

  private static Function<SortedList, SortedSetRange> rangeOf(
      Arguments arguments, int first, By by, boolean reverse) {
    int low = reverse ? first + 1 : first;
    int high = reverse ? first : first + 1;
    return switch (by) {
      case RANK -> {
        long start = arguments.integer(first);
        long end = arguments.integer(first + 1);
        yield list -> {
          SortedSetRange ranks = SortedSetRange.ofRanks(start, end, list.size());
          return reverse ? ranks.mirrored(list.size()) : ranks;
        };
      }
      case SCORE -> {
        ScoreBound from = ScoreBound.parse(arguments.bytes(low));
        ScoreBound to = ScoreBound.parse(arguments.bytes(high));
        yield list -> SortedSetRange.ofScores(from, to, list);
      }
      case LEX -> {
        MemberBound from = MemberBound.parse(arguments.bytes(low));
        MemberBound to = MemberBound.parse(arguments.bytes(high));
        yield list -> SortedSetRange.ofMembers(from, to, list);
      }
    };
  }

  private static void store(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Query query = Query.parse(arguments, 2, By.RANK, false, true, true);
    List<ScoredMember> members = query.select(SortedSets.read(context, arguments.key(2)));
    SortedSets.store(context, arguments.key(1), members, "zrangestore");
    reply.integer(members.size());
  }

  private static void remove(
      CommandContext context, Arguments arguments, ReplyWriter reply, By by) {
    Function<SortedList, SortedSetRange> range = rangeOf(arguments, 2, by, false);
    Bytes key = arguments.key(1);
    SortedList list = SortedSets.held(context, key);
    if (list == null) {
      reply.integer(0);
      return;
    }
    SortedSetRange removed = range.apply(list);
    List<ScoredMember> members = list.range(removed.from(), removed.to());
    SortedSets.remove(context, key, members, arguments.word(0));
    reply.integer(members.size());
  }

  private static void count(CommandContext context, Arguments arguments, ReplyWriter reply, By by) {
    Function<SortedList, SortedSetRange> range = rangeOf(arguments, 2, by, false);
    SortedList list = SortedSets.read(context, arguments.key(1));
    reply.integer(list == null ? 0 : range.apply(list).size());
  }
}
