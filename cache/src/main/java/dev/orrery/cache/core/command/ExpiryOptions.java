package dev.orrery.cache.core.command;

/// EX, PX, EXAT, PXAT, KEEPTTL, PERSIST, as SET and GETEX take them, at most one of them.
///
/// @param isSet whether a deadline was named
/// @param deadlineMillis wall time; meaningful only when set
record ExpiryOptions(boolean isSet, long deadlineMillis, boolean keep, boolean persist) {
  static final ExpiryOptions NONE = new ExpiryOptions(false, 0, false, false);

  /// How a time is given.
  enum Unit {
    SECONDS("ex", 1_000, false),
    MILLIS("px", 1, false),
    SECONDS_AT("exat", 1_000, true),
    MILLIS_AT("pxat", 1, true);

    private final String option;
    private final long millis;
    private final boolean absolute;

    Unit(String option, long millis, boolean absolute) {
      this.option = option;
      this.millis = millis;
      this.absolute = absolute;
    }

    /// Wall milliseconds.
    ///
    /// @throws CommandException when it is out of range
    long deadline(long time, long nowMillis, String command) {
      if (time > Long.MAX_VALUE / millis || time < Long.MIN_VALUE / millis) {
        throw invalid(command);
      }
      long spanMillis = time * millis;
      if (absolute) {
        return spanMillis;
      }
      if (spanMillis > Long.MAX_VALUE - 1 - nowMillis) {
        throw invalid(command);
      }
      return spanMillis + nowMillis;
    }
  }

  static CommandException invalid(String command) {
    return new CommandException("ERR invalid expire time in '" + command + "' command");
  }

  /// Reads all arguments from `from` on.
  static ExpiryOptions parse(
      CommandContext context, Arguments arguments, int from, String command) {
    ExpiryOptions options = NONE;
    int at = from;
    while (at < arguments.count()) {
      // One option is all there may be.
      if (at > from) {
        throw CommandException.syntax();
      }
      if (arguments.is(at, "persist")) {
        options = new ExpiryOptions(false, 0, false, true);
        at++;
      } else {
        options = timed(context, arguments, at, command);
        at += 2;
      }
    }
    return options;
  }

  /// The option at `at` and the time behind it.
  ///
  /// @throws CommandException when it is no such option
  static ExpiryOptions timed(CommandContext context, Arguments arguments, int at, String command) {
    for (Unit unit : Unit.values()) {
      if (arguments.is(at, unit.option) && at + 1 < arguments.count()) {
        return positive(unit, arguments.integer(at + 1), context.nowMillis(), command);
      }
    }
    throw CommandException.syntax();
  }

  /// @throws CommandException unless the time is above 0
  static ExpiryOptions positive(Unit unit, long time, long nowMillis, String command) {
    if (time <= 0) {
      throw invalid(command);
    }
    return new ExpiryOptions(true, unit.deadline(time, nowMillis, command), false, false);
  }
}
