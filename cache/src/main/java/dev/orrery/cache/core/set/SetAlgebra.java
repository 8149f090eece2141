package dev.orrery.cache.core.set;

import static dev.orrery.cache.core.command.CommandSpec.Flag.DENYOOM;
import static dev.orrery.cache.core.command.CommandSpec.Flag.MOVABLEKEYS;
import static dev.orrery.cache.core.command.CommandSpec.Flag.READONLY;
import static dev.orrery.cache.core.command.CommandSpec.Flag.WRITE;
import static dev.orrery.cache.core.command.CommandSpec.flags;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.CommandSpec;
import dev.orrery.cache.core.command.Numbers;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.keyspace.Entry;
import dev.orrery.cache.core.memory.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Intersection, union and difference of sets, answered or stored.
final class SetAlgebra {
  private enum Operation {
    INTER,
    UNION,
    DIFF
  }

  private SetAlgebra() {}

  static List<CommandSpec> all() {
    List<CommandSpec> specs = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      String name = "s" + operation.name().toLowerCase(Locale.ROOT);
      specs.add(
          CommandSpec.keys(
              "set", name, -2, flags(READONLY), (c, a, r) -> answer(c, a, r, operation)));
      specs.add(
          CommandSpec.keys(
              "set",
              name + "store",
              -3,
              flags(WRITE, DENYOOM),
              (c, a, r) -> store(c, a, r, operation)));
    }
    specs.add(
        CommandSpec.of(
            "set", "sintercard", -3, flags(READONLY, MOVABLEKEYS), SetAlgebra::countIntersection));
    return specs;
  }

  /// The sets of keys `from` to `to` (exclusive); null for a key that is not there.
  private static List<@Nullable SetValue> sets(
      CommandContext context, Arguments arguments, int from, int to) {
    List<@Nullable SetValue> sets = new ArrayList<>();
    for (int i = from; i < to; i++) {
      sets.add(context.read(arguments.key(i), SetValue.class));
    }
    return sets;
  }

  private static SetValue combine(
      CommandContext context, List<@Nullable SetValue> sets, Operation operation) {
    return switch (operation) {
      case INTER -> {
        Collected result = new Collected(context);
        intersect(
            sets,
            member -> {
              result.add(member);
              return true;
            });
        yield result.set;
      }
      case UNION -> {
        Collected result = new Collected(context);
        sets.stream().filter(Objects::nonNull).forEach(set -> set.forEach(result::add));
        yield result.set;
      }
      case DIFF -> difference(context, sets);
    };
  }

  /// A set that grows, and is converted when it must be.
  private static final class Collected {
    private final CommandContext context;
    private SetValue set = new IntegerSet();

    Collected(CommandContext context) {
      this.context = context;
    }

    void add(Bytes member) {
      set = SetCommands.with(context, set, member);
    }
  }

  private static SetValue difference(CommandContext context, List<@Nullable SetValue> sets) {
    Collected result = new Collected(context);
    SetValue first = sets.getFirst();
    if (first != null) {
      List<SetValue> others =
          sets.stream().skip(1).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
      first.forEach(member -> {
        if (others.stream().noneMatch(other -> other.contains(member))) {
          result.add(member);
        }
      });
    }
    return result.set;
  }

  /// Visits the members of the smallest set that all others have, until the visitor says no.
  private static void intersect(List<@Nullable SetValue> sets, Predicate<Bytes> visitor) {
    if (sets.stream().anyMatch(Objects::isNull)) {
      return;
    }
    List<SetValue> bySize =
        sets.stream()
            .map(Objects::requireNonNull)
            .sorted(Comparator.comparingInt(SetValue::elements))
            .toList();
    List<Bytes> candidates = new ArrayList<>(bySize.getFirst().elements());
    bySize.getFirst().forEach(candidates::add);
    for (Bytes member : candidates) {
      boolean inAll = true;
      for (int i = 1; i < bySize.size() && inAll; i++) {
        inAll = bySize.get(i).contains(member);
      }
      if (inAll && !visitor.test(member)) {
        return;
      }
    }
  }

  private static void answer(
      CommandContext context, Arguments arguments, ReplyWriter reply, Operation operation) {
    SetValue result = combine(context, sets(context, arguments, 1, arguments.count()), operation);
    reply.set(result.elements());
    result.forEach(reply::bulk);
  }

  private static void store(
      CommandContext context, Arguments arguments, ReplyWriter reply, Operation operation) {
    SetValue result = combine(context, sets(context, arguments, 2, arguments.count()), operation);
    Bytes target = arguments.key(1);
    if (result.elements() > 0) {
      context.database().put(target, result, Entry.NEVER);
      context.notify('s', arguments.word(0), target);
    } else if (context.database().remove(target)) {
      context.notify('g', "del", target);
    }
    reply.integer(result.elements());
  }

  private static void countIntersection(
      CommandContext context, Arguments arguments, ReplyWriter reply) {
    long keys = integerOr(arguments, 1, 1, "ERR numkeys should be greater than 0");
    if (keys > arguments.count() - 2) {
      throw new CommandException("ERR Number of keys can't be greater than number of args");
    }
    int options = 2 + (int) keys;
    long limit = 0;
    for (int i = options; i < arguments.count(); i += 2) {
      if (!arguments.is(i, "limit") || i + 1 == arguments.count()) {
        throw CommandException.syntax();
      }
      limit = integerOr(arguments, i + 1, 0, "ERR LIMIT can't be negative");
    }
    long most = limit == 0 ? Long.MAX_VALUE : limit;
    long[] count = {0};
    intersect(sets(context, arguments, 2, options), _ -> ++count[0] < most);
    reply.integer(count[0]);
  }

  private static long integerOr(Arguments arguments, int index, long lowest, String message) {
    long number =
        Numbers.integer(arguments.bytes(index)).orElseThrow(() -> new CommandException(message));
    if (number < lowest) {
      throw new CommandException(message);
    }
    return number;
  }
}
