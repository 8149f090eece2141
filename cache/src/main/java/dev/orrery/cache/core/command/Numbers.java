package dev.orrery.cache.core.command;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/// Numbers as commands read and write them.
public final class Numbers {
  /// Beyond this a double with an integral value is written with an exponent.
  private static final double EXACT = 1e17;

  private static final int LONGEST = 5 * 1024;

  private Numbers() {}

  /// A decimal 64-bit integer, strictly: no blank, no plus sign, no leading zero.
  public static OptionalLong integer(byte[] text) {
    int length = text.length;
    if (length == 0 || length > 20) {
      return OptionalLong.empty();
    }
    boolean negative = text[0] == '-';
    int first = negative ? 1 : 0;
    if (length == first || (text[first] == '0' && length > 1)) {
      return OptionalLong.empty();
    }
    long sum = 0;
    for (int i = first; i < length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9 || sum < (Long.MIN_VALUE + digit) / 10) {
        return OptionalLong.empty();
      }
      sum = sum * 10 - digit;
    }
    if (!negative && sum == Long.MIN_VALUE) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(negative ? sum : -sum);
  }

  /// A double: decimal, `inf`, `-inf`, `infinity`; never not-a-number, no blanks around it.
  public static OptionalDouble floating(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > LONGEST) {
      return OptionalDouble.empty();
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    OptionalDouble infinite = infinity(text);
    if (infinite.isPresent()) {
      return infinite;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return OptionalDouble.empty();
      }
    }
    try {
      return OptionalDouble.of(Double.parseDouble(text));
    } catch (NumberFormatException notANumber) {
      return OptionalDouble.empty();
    }
  }

  private static OptionalDouble infinity(String text) {
    String unsigned = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
      return OptionalDouble.of(
          text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    return OptionalDouble.empty();
  }

  /// The shortest text that reads back as the same double; without a point when it is integral.
  public static String text(double number) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (number == Math.rint(number) && Math.abs(number) < EXACT) {
      return number == 0 && 1 / number < 0 ? "-0" : Long.toString((long) number);
    }
    String shortest = Double.toString(number);
    int exponent = shortest.indexOf('E');
    if (exponent < 0) {
      return shortest;
    }
    int power = Integer.parseInt(shortest.substring(exponent + 1));
    if (power < -4 || power >= 17) {
      String digits = shortest.substring(0, exponent);
      String mantissa = digits.endsWith(".0") ? digits.substring(0, digits.length() - 2) : digits;
      String magnitude = Math.abs(power) < 10 ? "0" + Math.abs(power) : "" + Math.abs(power);
      return mantissa + (power < 0 ? "e-" : "e+") + magnitude;
    }
    return new BigDecimal(shortest).stripTrailingZeros().toPlainString();
  }
}
