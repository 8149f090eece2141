package dev.orrery.cache.core.command;

import dev.orrery.cache.core.memory.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// A command's name and arguments, as bytes. The decoder fills one object again and again: whoever
/// keeps arguments beyond the call takes a [#copy()]; the arrays themselves are never written
/// again.
public final class Arguments {
  private static final int INITIAL = 8;

  private byte[][] items = new byte[INITIAL][];
  private int count;

  public static Arguments of(byte[]... items) {
    Arguments made = new Arguments();
    for (byte[] item : items) {
      made.add(item);
    }
    return made;
  }

  public static Arguments of(String... items) {
    Arguments made = new Arguments();
    for (String item : items) {
      made.add(item.getBytes(StandardCharsets.UTF_8));
    }
    return made;
  }

  /// With the name of the command.
  public int count() {
    return count;
  }

  public void add(byte[] item) {
    if (count == items.length) {
      items = Arrays.copyOf(items, 2 * count);
    }
    items[count++] = item;
  }

  public void clear() {
    Arrays.fill(items, 0, count, EMPTY);
    count = 0;
    if (items.length > KEPT) {
      items = new byte[INITIAL][];
    }
  }

  private static final byte[] EMPTY = {};
  private static final int KEPT = 1_024;

  public Arguments copy() {
    Arguments copied = new Arguments();
    copied.items = Arrays.copyOf(items, Math.max(1, count));
    copied.count = count;
    return copied;
  }

  /// The bytes themselves; read only.
  public byte[] bytes(int index) {
    return items[index];
  }

  /// As a key, a member or a field.
  public Bytes key(int index) {
    return Bytes.of(items[index]);
  }

  /// As text, for messages and names.
  public String text(int index) {
    return new String(items[index], StandardCharsets.UTF_8);
  }

  /// In small letters, for subcommands and options.
  public String word(int index) {
    return text(index).toLowerCase(Locale.ROOT);
  }

  /// Whether it spells this word; capitals do not count.
  public boolean is(int index, String word) {
    byte[] item = items[index];
    if (item.length != word.length()) {
      return false;
    }
    for (int i = 0; i < item.length; i++) {
      int letter = item[i] >= 'A' && item[i] <= 'Z' ? item[i] + 32 : item[i];
      int wanted =
          word.charAt(i) >= 'A' && word.charAt(i) <= 'Z' ? word.charAt(i) + 32 : word.charAt(i);
      if (letter != wanted) {
        return false;
      }
    }
    return true;
  }

  /// @throws CommandException when it is none
  public long integer(int index) {
    return Numbers.integer(items[index]).orElseThrow(CommandException::notAnInteger);
  }

  /// @throws CommandException when it is none, or out of the range, both ends inclusive
  public long integer(int index, long lowest, long highest) {
    long number = integer(index);
    if (number < lowest || number > highest) {
      throw CommandException.notAnInteger();
    }
    return number;
  }

  /// @throws CommandException when it is none
  public double floating(int index) {
    return Numbers.floating(items[index]).orElseThrow(CommandException::notAFloat);
  }

  /// The bytes of all of them.
  public long size() {
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += items[i].length;
    }
    return sum;
  }
}
