package dev.orrery.cache.core.stream;

import dev.orrery.cache.core.command.CommandException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Of an entry: milliseconds and a number within them, both unsigned.
record StreamId(long millis, long sequence) implements Comparable<StreamId> {
  static final StreamId LOWEST = new StreamId(0, 0);
  static final StreamId HIGHEST = new StreamId(-1, -1);
  private static final Pattern FORM = Pattern.compile("([0-9]{1,20})(?:-([0-9]{1,20}))?");

  /// @param missing the number when only milliseconds are given
  /// @throws CommandException when it is none
  static StreamId parse(String text, long missing) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw invalid();
    }
    String sequence = matcher.group(2);
    return new StreamId(
        unsigned(matcher.group(1)), sequence == null ? missing : unsigned(sequence));
  }

  static long unsigned(String digits) {
    try {
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException tooLarge) {
      throw invalid();
    }
  }

  static CommandException invalid() {
    return new CommandException("ERR Invalid stream ID specified as stream command argument");
  }

  /// The one after it; the highest has none, and [#LOWEST] follows it.
  StreamId next() {
    return new StreamId(sequence == -1 ? millis + 1 : millis, sequence + 1);
  }

  /// The one before it; [#HIGHEST] precedes the lowest.
  StreamId previous() {
    return new StreamId(sequence == 0 ? millis - 1 : millis, sequence - 1);
  }

  @Override
  public int compareTo(StreamId other) {
    int first = Long.compareUnsigned(millis, other.millis);
    return first != 0 ? first : Long.compareUnsigned(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(millis) + "-" + Long.toUnsignedString(sequence);
  }
}
