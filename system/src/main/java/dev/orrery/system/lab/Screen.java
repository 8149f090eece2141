package dev.orrery.system.lab;

/// Where the watch mode speaks. What a tone looks like is the screen's affair; on plain output a
/// tone is nothing at all.
@FunctionalInterface
public interface Screen {
  /// How something is said.
  enum Tone {
    PLAIN,
    STRONG,
    GOOD,
    BAD,
    QUIET
  }

  /// One line.
  void say(Tone tone, String text);

  default void say(String text) {
    say(Tone.PLAIN, text);
  }
}
