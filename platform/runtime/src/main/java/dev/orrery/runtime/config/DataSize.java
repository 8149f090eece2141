package dev.orrery.runtime.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A number of bytes, written `512B`, `64KiB`, `16MiB`, `2GiB` (IEC 80000-13 binary prefixes).
///
/// @param bytes not negative
public record DataSize(long bytes) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\s*(B|KiB|MiB|GiB|TiB)");

  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a data size is not negative: " + bytes);
    }
  }

  /// @throws IllegalArgumentException naming the form, when `text` is not in it
  public static DataSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a data size like 64MiB (units B, KiB, MiB, GiB, TiB)");
    }
    int shift =
        switch (matcher.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          case "TiB" -> 40;
          default -> 0;
        };
    long number = Long.parseLong(matcher.group(1));
    if (number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("a data size below 8 EiB");
    }
    return new DataSize(number << shift);
  }

  @Override
  public String toString() {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long number = bytes;
    while (number != 0 && number % 1024 == 0 && unit < units.length - 1) {
      number /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%d%s", number, units[unit]);
  }
}
