package dev.orrery.cache.core.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// One setting: a name, a value, and who wants to hear of changes. Guarded by the lock of the
/// databases. The kinds are [Whole], [Switch] and [Text].
public abstract sealed class Setting permits Setting.Whole, Setting.Switch, Setting.Text {
  private final String name;
  private final List<Consumer<String>> listeners = new ArrayList<>();
  private boolean fixed;

  private Setting(String name) {
    this.name = name;
  }

  public final String name() {
    return name;
  }

  /// Cannot be changed while the server runs.
  public final Setting fix() {
    fixed = true;
    return this;
  }

  public final boolean isFixed() {
    return fixed;
  }

  /// Calls `listener` after each change, with the new value as text.
  public final void onChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  /// As `CONFIG GET` shows it.
  public abstract String text();

  /// @throws IllegalArgumentException saying what is wrong with it; nothing is changed
  public abstract void check(String text);

  /// Takes a value that passed [#check(String)] and tells the listeners.
  public final void set(String text) {
    take(text);
    listeners.forEach(listener -> listener.accept(text()));
  }

  abstract void take(String text);

  /// A whole number within bounds, perhaps with a unit of memory behind it.
  public static final class Whole extends Setting {
    private final long lowest;
    private final long highest;
    private final boolean memory;
    private long value;

    Whole(String name, long value, long lowest, long highest, boolean memory) {
      super(name);
      this.value = value;
      this.lowest = lowest;
      this.highest = highest;
      this.memory = memory;
    }

    public long value() {
      return value;
    }

    @Override
    public String text() {
      return Long.toString(value);
    }

    @Override
    public void check(String text) {
      long parsed;
      try {
        parsed = parse(text);
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException(
            memory
                ? "argument must be a memory value"
                : "argument couldn't be parsed into an integer");
      }
      if (parsed < lowest || parsed > highest) {
        throw new IllegalArgumentException(
            "argument must be between " + lowest + " and " + highest + " inclusive");
      }
    }

    @Override
    void take(String text) {
      value = parse(text);
    }

    private long parse(String text) {
      if (!memory) {
        return Long.parseLong(text);
      }
      String lower = text.toLowerCase(Locale.ROOT);
      int digits = 0;
      while (digits < lower.length()
          && (Character.isDigit(lower.charAt(digits)) || lower.charAt(digits) == '-')) {
        digits++;
      }
      return Math.multiplyExact(
          Long.parseLong(lower.substring(0, digits)), unit(lower.substring(digits)));
    }

    private static long unit(String suffix) {
      return switch (suffix) {
        case "", "b" -> 1;
        case "k" -> 1_000;
        case "kb" -> 1 << 10;
        case "m" -> 1_000_000;
        case "mb" -> 1 << 20;
        case "g" -> 1_000_000_000;
        case "gb" -> 1 << 30;
        default -> throw new NumberFormatException(suffix);
      };
    }
  }

  /// `yes` or `no`.
  public static final class Switch extends Setting {
    private boolean on;

    Switch(String name, boolean on) {
      super(name);
      this.on = on;
    }

    public boolean isOn() {
      return on;
    }

    @Override
    public String text() {
      return on ? "yes" : "no";
    }

    @Override
    public void check(String text) {
      if (!text.equalsIgnoreCase("yes") && !text.equalsIgnoreCase("no")) {
        throw new IllegalArgumentException("argument must be 'yes' or 'no'");
      }
    }

    @Override
    void take(String text) {
      on = text.equalsIgnoreCase("yes");
    }
  }

  /// Any text, or one of a few words.
  public static final class Text extends Setting {
    private final List<String> allowed;
    private final UnaryOperator<String> normal;
    private String value;

    /// @param normal gives a value its canonical form, or throws IllegalArgumentException
    Text(String name, String value, List<String> allowed, UnaryOperator<String> normal) {
      super(name);
      this.value = value;
      this.allowed = allowed;
      this.normal = normal;
    }

    @Override
    public String text() {
      return value;
    }

    @Override
    public void check(String text) {
      if (!allowed.isEmpty() && allowed.stream().noneMatch(text::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "argument(s) must be one of the following: " + String.join(", ", allowed));
      }
      String unused = normal.apply(text);
    }

    @Override
    void take(String text) {
      value =
          normal.apply(allowed.stream().filter(text::equalsIgnoreCase).findFirst().orElse(text));
    }
  }
}
