package dev.orrery.testkit;

import java.util.OptionalLong;

/// The one line that brings a randomised failure back. Every randomised run of this kit is a
/// function of one seed; a failure names it in a command to paste at the root of the clone, and the
/// command hands it back through the system property [#PROPERTY].
public final class Reproduction {
  /// When set, a randomised run uses this seed alone.
  public static final String PROPERTY = "orrery.seed";

  private Reproduction() {}

  /// The seed asked for on the command line, if any.
  ///
  /// @throws IllegalArgumentException when the property is not a whole number
  public static OptionalLong requestedSeed() {
    String value = System.getProperty(PROPERTY, "");
    if (value.isBlank()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value.strip()));
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          "-D" + PROPERTY + " must be a whole number, but is \"" + value + "\"", wrong);
    }
  }

  /// The command that runs the calling test with `seed` alone. The test is the outermost caller
  /// whose class is named `…Test` or `…Properties`.
  public static String line(long seed) {
    String test =
        StackWalker.getInstance()
            .walk(frames ->
                frames
                    .map(frame -> outermostName(frame.getClassName()))
                    .filter(name -> name.endsWith("Test") || name.endsWith("Properties"))
                    .filter(name -> !name.equals("CrashTest"))
                    .reduce((inner, outer) -> outer))
            .orElse("*");
    return "mvn test -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
        + test
        + " -D"
        + PROPERTY
        + "="
        + seed;
  }

  private static String outermostName(String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    int nested = simple.indexOf('$');
    return nested < 0 ? simple : simple.substring(0, nested);
  }
}
