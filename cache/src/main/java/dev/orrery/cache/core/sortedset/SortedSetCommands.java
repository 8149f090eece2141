package dev.orrery.cache.core.sortedset;

import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.FAST;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.Command;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.CommandSpec.Flag;
import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.command.ScanCommands;
import dev.orrery.cache.core.listpack.RandomSelection;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import dev.orrery.cache.core.sortedlist.SortedList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ZADD and the commands about single members; ranges are [SortedSetRangeCommands].
public final class SortedSetCommands {
  private SortedSetCommands() {}

  private static CommandSpec spec(String name, int arity, Set<Flag> flags, Command command) {
    return CommandSpec.keyed("sortedset", name, arity, flags, command);
  }

  public static List<CommandSpec> all() {
    List<CommandSpec> specs = new ArrayList<>();
    Set<Flag> read = flags(READONLY, FAST);
    specs.add(spec("zadd", -4, flags(WRITE, DENYOOM, FAST), AddCommand::add));
    specs.add(spec("zincrby", 4, flags(WRITE, DENYOOM, FAST), AddCommand::increment));
    specs.add(spec("zrem", -3, flags(WRITE, FAST), SortedSetCommands::remove));
    specs.add(spec("zcard", 2, read, SortedSetCommands::size));
    specs.add(spec("zscore", 3, read, SortedSetCommands::score));
    specs.add(spec("zmscore", -3, read, SortedSetCommands::scores));
    specs.add(spec("zrank", 3, read, (c, a, r) -> rank(c, a, r, false)));
    specs.add(spec("zrevrank", 3, read, (c, a, r) -> rank(c, a, r, true)));
    specs.add(spec("zpopmin", -2, flags(WRITE, FAST), (c, a, r) -> pop(c, a, r, true)));
    specs.add(spec("zpopmax", -2, flags(WRITE, FAST), (c, a, r) -> pop(c, a, r, false)));
    specs.add(spec("zrandmember", -2, flags(READONLY), SortedSetCommands::random));
    specs.add(spec("zscan", -3, flags(READONLY), SortedSetCommands::scan));
    specs.addAll(SortedSetRangeCommands.all());
    specs.addAll(SortedSetAlgebra.all());
    specs.addAll(BlockingSortedSetCommands.all());
    return List.copyOf(specs);
  }

  private static void remove(CommandContext context, Arguments arguments, ReplyWriter reply) {
    Bytes key = arguments.key(1);
    SortedList list = SortedSets.held(context, key);
    Set<Bytes> gone = new LinkedHashSet<>();
    for (int i = 2; i < arguments.count() && list != null; i++) {
      if (list.score(arguments.key(i)).isPresent()) {
        gone.add(arguments.key(i));
      }
    }
    List<ScoredMember> members = gone.stream().map(m -> new ScoredMember(m, 0)).toList();
    SortedSets.remove(context, key, members, "zrem");
    reply.integer(members.size());
  }

  private static void size(CommandContext context, Arguments arguments, ReplyWriter reply) {
    SortedList list = SortedSets.read(context, arguments.key(1));
    reply.integer(list == null ? 0 : list.size());
  }

  private static void writeScore(ReplyWriter reply, @Nullable SortedList list, Bytes member) {
    OptionalDouble score = list == null ? OptionalDouble.empty() : list.score(member);
    if (score.isPresent()) {
      reply.doubleNumber(score.getAsDouble());
    } else {
      reply.nullBulk();
    }
  }

  private static void score(CommandContext context, Arguments arguments, ReplyWriter reply) {
    writeScore(reply, SortedSets.read(context, arguments.key(1)), arguments.key(2));
  }

  private static void scores(CommandContext context, Arguments arguments, ReplyWriter reply) {
    SortedList list = SortedSets.read(context, arguments.key(1));
    reply.array(arguments.count() - 2);
    for (int i = 2; i < arguments.count(); i++) {
      writeScore(reply, list, arguments.key(i));
    }
  }

  private static void rank(
      CommandContext context, Arguments arguments, ReplyWriter reply, boolean reverse) {
    SortedList list = SortedSets.read(context, arguments.key(1));
    OptionalInt rank = list == null ? OptionalInt.empty() : list.rank(arguments.key(2));
    if (list == null || rank.isEmpty()) {
      reply.nullBulk();
    } else {
      reply.integer(reverse ? list.size() - 1 - rank.getAsInt() : rank.getAsInt());
    }
  }

  /// Takes the lowest members, or the highest, and returns them in the order taken.
  static List<ScoredMember> take(CommandContext context, Bytes key, long count, boolean lowest) {
    SortedList list = SortedSets.held(context, key);
    if (list == null) {
      return List.of();
    }
    int taken = (int) Math.min(count, list.size());
    List<ScoredMember> members =
        lowest ? list.range(0, taken) : list.range(list.size() - taken, list.size()).reversed();
    SortedSets.remove(context, key, members, lowest ? "zpopmin" : "zpopmax");
    return members;
  }

  private static void pop(
      CommandContext context, Arguments arguments, ReplyWriter reply, boolean lowest) {
    if (arguments.count() > 3) {
      throw CommandException.syntax();
    }
    boolean counted = arguments.count() == 3;
    long count = counted ? Numbers.integer(arguments.bytes(2)).orElse(-1) : 1;
    if (count < 0) {
      throw new CommandException("ERR value is out of range, must be positive");
    }
    List<ScoredMember> popped = take(context, arguments.key(1), count, lowest);
    if (counted) {
      SortedSets.write(reply, popped, true);
    } else {
      reply.array(2 * popped.size());
      for (ScoredMember member : popped) {
        reply.bulk(member.member());
        reply.doubleNumber(member.score());
      }
    }
  }

  private static void random(CommandContext context, Arguments arguments, ReplyWriter reply) {
    boolean counted = arguments.count() > 2;
    long count = counted ? RandomSelection.count(arguments, 2) : 1;
    boolean withScores = arguments.count() == 4 && arguments.is(3, "withscores");
    if (arguments.count() > 4 || (arguments.count() == 4 && !withScores)) {
      throw CommandException.syntax();
    }
    SortedList list = SortedSets.read(context, arguments.key(1));
    List<ScoredMember> all = list == null ? List.of() : list.range(0, list.size());
    List<ScoredMember> chosen =
        RandomSelection.of(new ArrayList<>(all), count, context.databases().random());
    if (counted) {
      SortedSets.write(reply, chosen, withScores);
    } else if (chosen.isEmpty()) {
      reply.nullBulk();
    } else {
      reply.bulk(chosen.getFirst().member());
    }
  }

  /// Answers all members at once, whatever COUNT says: a rank would not survive insertions as a
  /// cursor, and the swap point has no table to walk.
  private static void scan(CommandContext context, Arguments arguments, ReplyWriter reply) {
    long _ = ScanCommands.cursor(arguments, 2);
    ScanCommands.Options options = ScanCommands.Options.parse(arguments, 3, false);
    SortedList list = SortedSets.read(context, arguments.key(1));
    List<ScoredMember> seen =
        list == null ? new ArrayList<>() : new ArrayList<>(list.range(0, list.size()));
    seen.removeIf(member -> !options.matches(member.member()));
    reply.array(2);
    ScanCommands.writeCursor(reply, 0);
    reply.array(2 * seen.size());
    for (ScoredMember member : seen) {
      reply.bulk(member.member());
      reply.bulk(Numbers.text(member.score()));
    }
  }
}
