package dev.orrery.cache.core.sortedset;

import dev.orrery.cache.core.command.Arguments;
import dev.orrery.cache.core.command.CommandContext;
import dev.orrery.cache.core.command.CommandException;
import dev.orrery.cache.core.command.ReplyWriter;
import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.sortedlist.PackedSortedList;
import dev.orrery.cache.core.sortedlist.SortedList;
import java.util.OptionalDouble;

/// ZADD with its conditions, and ZINCRBY, which is one of its cases.
final class AddCommand {
  private boolean onlyNew;
  private boolean onlyHeld;
  private boolean onlyGreater;
  private boolean onlyLess;
  private boolean countChanged;
  private boolean increment;
  private int added;
  private int changed;

  private AddCommand() {}

  static void add(CommandContext context, Arguments arguments, ReplyWriter reply) {
    AddCommand command = new AddCommand();
    int from = 2;
    while (from < arguments.count() && command.option(arguments, from)) {
      from++;
    }
    command.execute(context, arguments, from, reply);
  }

  static void increment(CommandContext context, Arguments arguments, ReplyWriter reply) {
    AddCommand command = new AddCommand();
    command.increment = true;
    command.execute(context, arguments, 2, reply);
  }

  private boolean option(Arguments arguments, int index) {
    switch (arguments.word(index)) {
      case "nx" -> onlyNew = true;
      case "xx" -> onlyHeld = true;
      case "gt" -> onlyGreater = true;
      case "lt" -> onlyLess = true;
      case "ch" -> countChanged = true;
      case "incr" -> increment = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private void check(int left) {
    if (left < 2 || left % 2 != 0) {
      throw CommandException.syntax();
    }
    if (onlyNew && onlyHeld) {
      throw new CommandException("ERR XX and NX options at the same time are not compatible");
    }
    if ((onlyGreater && onlyNew) || (onlyLess && onlyNew) || (onlyGreater && onlyLess)) {
      throw new CommandException(
          "ERR GT, LT, and/or NX options at the same time are not compatible");
    }
    if (increment && left > 2) {
      throw new CommandException("ERR INCR option supports a single increment-element pair");
    }
  }

  private void execute(CommandContext context, Arguments arguments, int from, ReplyWriter reply) {
    check(arguments.count() - from);
    double[] scores = new double[(arguments.count() - from) / 2];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = arguments.floating(from + 2 * i);
    }
    Bytes key = arguments.key(1);
    SortedList held = SortedSets.held(context, key);
    SortedList list = held == null ? new PackedSortedList() : held;
    OptionalDouble result = OptionalDouble.empty();
    for (int i = 0; i < scores.length; i++) {
      Bytes member = arguments.key(from + 2 * i + 1);
      OptionalDouble score = target(list, member, scores[i]);
      if (score.isPresent()) {
        result = score;
        list = put(context, list, member, score.getAsDouble());
      }
    }
    if (added + changed > 0) {
      context.database().put(key, SortedSets.value(list));
      context.notify('z', increment ? "zincr" : "zadd", key);
    }
    answer(reply, result);
  }

  private void answer(ReplyWriter reply, OptionalDouble result) {
    if (!increment) {
      reply.integer(countChanged ? added + (long) changed : added);
    } else if (result.isPresent()) {
      reply.doubleNumber(result.getAsDouble());
    } else {
      reply.nullBulk();
    }
  }

  /// The score to give, or empty when a condition forbids it.
  private OptionalDouble target(SortedList list, Bytes member, double given) {
    OptionalDouble held = list.score(member);
    if (held.isEmpty()) {
      return onlyHeld ? OptionalDouble.empty() : OptionalDouble.of(given);
    }
    if (onlyNew) {
      return OptionalDouble.empty();
    }
    double score = increment ? held.getAsDouble() + given : given;
    if (Double.isNaN(score)) {
      throw new CommandException("ERR resulting score is not a number (NaN)");
    }
    boolean refused =
        (onlyGreater && score <= held.getAsDouble()) || (onlyLess && score >= held.getAsDouble());
    return refused ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  private SortedList put(CommandContext context, SortedList list, Bytes member, double score) {
    OptionalDouble held = list.score(member);
    if (held.isPresent() && held.getAsDouble() == score) {
      return list;
    }
    int members = list.size() + (held.isPresent() ? 0 : 1);
    SortedList grown = SortedSets.grown(context, list, members, member.length());
    if (grown.add(member, score)) {
      added++;
    } else {
      changed++;
    }
    return grown;
  }
}
