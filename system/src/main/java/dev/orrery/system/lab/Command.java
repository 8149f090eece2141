package dev.orrery.system.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What can be asked of the watch mode: by a key on a terminal, by the key or the word on a line
/// elsewhere.
public enum Command {
  HINT('h', "hint"),
  NEXT('n', "next"),
  LIST('l', "list"),
  RUN('r', "run again"),
  QUIT('q', "quit"),
  /// Anything else: say what there is.
  HELP('?', "help");

  private final char key;
  private final String words;

  Command(char key, String words) {
    this.key = key;
    this.words = words;
  }

  /// The command of a key, in either case; [#HELP] for one that means nothing.
  static Command ofKey(int key) {
    for (Command command : values()) {
      if (command.key == Character.toLowerCase(key)) {
        return command;
      }
    }
    return HELP;
  }

  /// The command of a line: `h`, `hint`, `run`, …; [#HELP] for one that means nothing.
  static Command ofLine(String line) {
    String word = line.strip().toLowerCase(Locale.ROOT);
    for (Command command : values()) {
      if (command.words.equals(word) || command.words.split(" ")[0].equals(word)) {
        return command;
      }
    }
    return word.length() == 1 ? ofKey(word.charAt(0)) : HELP;
  }

  /// Its key and what it does, e.g. `n next`.
  String words() {
    return key + " " + words;
  }

  /// E.g. `h hint · n next · …`.
  static String all() {
    return Arrays.stream(values())
        .filter(command -> command != HELP)
        .map(Command::words)
        .collect(Collectors.joining(" · "));
  }
}
