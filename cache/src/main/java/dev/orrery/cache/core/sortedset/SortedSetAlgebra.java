package dev.orrery.cache.core.sortedset;

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
import dev.orrery.cache.core.keyspace.SortedListValue;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.set.SetValue;
import dev.orrery.cache.core.sortedlist.ScoredMember;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Union, intersection and difference of sorted sets, and of sets, whose members count 1.
final class SortedSetAlgebra {
  private static final String GROUP = "sortedset";

  private enum Operation {
    UNION,
    INTER,
    DIFF
  }

  private enum Aggregate {
    SUM,
    MIN,
    MAX;

    double of(double one, double other) {
      return switch (this) {
        case MIN -> Math.min(one, other);
        case MAX -> Math.max(one, other);
        case SUM -> orZero(one + other);
      };
    }
  }

  private SortedSetAlgebra() {}

  static List<CommandSpec> all() {
    List<CommandSpec> specs = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      String name = "z" + operation.name().toLowerCase(Locale.ROOT);
      specs.add(
          CommandSpec.of(
              GROUP,
              name,
              -3,
              flags(READONLY, MOVABLEKEYS),
              (c, a, r) -> answer(c, a, r, operation)));
      specs.add(
          new CommandSpec(
              name + "store",
              -4,
              flags(WRITE, DENYOOM, MOVABLEKEYS),
              1,
              1,
              1,
              GROUP,
              (c, a, r) -> store(c, a, r, operation)));
    }
    specs.add(
        CommandSpec.of(
            GROUP, "zintercard", -3, flags(READONLY, MOVABLEKEYS), SortedSetAlgebra::count));
    return specs;
  }

  /// Infinities of both signs, and infinity times zero, count as zero.
  private static double orZero(double score) {
    return Double.isNaN(score) ? 0 : score;
  }

  private static Map<Bytes, Double> read(CommandContext context, Bytes key, double weight) {
    Map<Bytes, Double> scores = new HashMap<>();
    Entry entry = context.database().read(key);
    if (entry == null) {
      return scores;
    }
    if (entry.value() instanceof SetValue set) {
      set.forEach(member -> scores.put(member, weight));
    } else if (entry.value() instanceof SortedListValue sorted) {
      for (ScoredMember member : sorted.list().range(0, sorted.elements())) {
        scores.put(member.member(), orZero(member.score() * weight));
      }
    } else {
      throw CommandException.wrongType();
    }
    return scores;
  }

  /// Where the keys end.
  private static int behindKeys(Arguments arguments, int number) {
    long keys = arguments.integer(number);
    if (keys < 1) {
      throw new CommandException(
          "ERR at least 1 input key is needed for '" + arguments.word(0) + "' command");
    }
    if (keys > arguments.count() - number - 1) {
      throw CommandException.syntax();
    }
    return number + 1 + (int) keys;
  }

  private record Result(List<ScoredMember> members, boolean withScores) {}

  private static Result combine(
      CommandContext context, Arguments arguments, int number, Operation operation) {
    int from = number + 1;
    int options = behindKeys(arguments, number);
    double[] weights = new double[options - from];
    Arrays.fill(weights, 1);
    Aggregate aggregate = Aggregate.SUM;
    boolean withScores = false;
    for (int i = options; i < arguments.count(); i++) {
      boolean weighs = operation != Operation.DIFF;
      if (weighs && arguments.is(i, "weights") && i + weights.length < arguments.count()) {
        for (int key = 0; key < weights.length; key++) {
          weights[key] =
              Numbers.floating(arguments.bytes(++i))
                  .orElseThrow(() -> new CommandException("ERR weight value is not a float"));
        }
      } else if (weighs && arguments.is(i, "aggregate") && i + 1 < arguments.count()) {
        aggregate = aggregate(arguments, ++i);
      } else if (number == 1 && arguments.is(i, "withscores")) {
        withScores = true;
      } else {
        throw CommandException.syntax();
      }
    }
    List<Map<Bytes, Double>> inputs = new ArrayList<>();
    for (int i = from; i < options; i++) {
      inputs.add(read(context, arguments.key(i), weights[i - from]));
    }
    return new Result(combine(inputs, operation, aggregate), withScores);
  }

  private static Aggregate aggregate(Arguments arguments, int index) {
    return switch (arguments.word(index)) {
      case "sum" -> Aggregate.SUM;
      case "min" -> Aggregate.MIN;
      case "max" -> Aggregate.MAX;
      default -> throw CommandException.syntax();
    };
  }

  private static List<ScoredMember> combine(
      List<Map<Bytes, Double>> inputs, Operation operation, Aggregate aggregate) {
    Map<Bytes, Double> result = inputs.getFirst();
    for (Map<Bytes, Double> other : inputs.subList(1, inputs.size())) {
      switch (operation) {
        case DIFF -> result.keySet().removeAll(other.keySet());
        case UNION -> other.forEach((member, score) -> result.merge(member, score, aggregate::of));
        case INTER -> {
          result.keySet().retainAll(other.keySet());
          result.replaceAll(
              (member, score) -> aggregate.of(score, other.getOrDefault(member, score)));
        }
      }
    }
    return result.entrySet().stream()
        .map(entry -> new ScoredMember(entry.getKey(), entry.getValue() + 0.0))
        .sorted()
        .toList();
  }

  private static void answer(
      CommandContext context, Arguments arguments, ReplyWriter reply, Operation operation) {
    Result result = combine(context, arguments, 1, operation);
    SortedSets.write(reply, result.members, result.withScores);
  }

  private static void store(
      CommandContext context, Arguments arguments, ReplyWriter reply, Operation operation) {
    Result result = combine(context, arguments, 2, operation);
    SortedSets.store(context, arguments.key(1), result.members, arguments.word(0));
    reply.integer(result.members.size());
  }

  private static void count(CommandContext context, Arguments arguments, ReplyWriter reply) {
    int options = behindKeys(arguments, 1);
    long limit = 0;
    for (int i = options; i < arguments.count(); i += 2) {
      if (!arguments.is(i, "limit") || i + 1 == arguments.count()) {
        throw CommandException.syntax();
      }
      limit = Numbers.integer(arguments.bytes(i + 1)).orElse(-1);
      if (limit < 0) {
        throw new CommandException("ERR LIMIT can't be negative");
      }
    }
    List<Map<Bytes, Double>> inputs = new ArrayList<>();
    for (int i = 2; i < options; i++) {
      inputs.add(read(context, arguments.key(i), 1));
    }
    int size = combine(inputs, Operation.INTER, Aggregate.SUM).size();
    reply.integer(limit == 0 ? size : Math.min(limit, size));
  }
}
