package dev.orrery.system.judging;

import java.util.ArrayList;
import java.util.List;

/// What comes of judging somebody's code. Text that does not apply is empty.
public sealed interface Outcome {
  /// Every law held.
  ///
  /// @param cases on so many cases
  /// @param lastSeed the last seed tried; all of them when it is [Contracts#SEEDS]
  record Accepted(int cases, int lastSeed) implements Outcome {}

  /// A law was broken.
  ///
  /// @param story the smallest case found that breaks it
  /// @param reason what the law says of that case
  /// @param seed reproduces it
  /// @param where the line of the code that threw, when it was the code that threw
  /// @param printed what the code printed in that case
  record Rejected(String law, String story, String reason, long seed, String where, String printed)
      implements Outcome {}

  /// The code had to be stopped, or ended its JVM.
  ///
  /// @param why one sentence
  /// @param law the law that was being tried
  /// @param story the case that was being tried; not shrunk
  /// @param where the line of the code that was running
  record Stopped(String why, String law, String story, String where, String printed)
      implements Outcome {}

  /// @param messages as the compiler says them, over several lines
  record NotCompiled(String messages) implements Outcome {}

  /// Nothing to be judged: no such class, point or algorithm, or the wrong type or constructor.
  record Unfit(String why) implements Outcome {}

  default boolean accepted() {
    return this instanceof Accepted;
  }

  /// The outcome for people, a line an entry, after the word that says which it is.
  default List<String> explain() {
    List<String> lines = new ArrayList<>();
    switch (this) {
      case Accepted accepted -> lines.add("kept every law on " + accepted.cases() + " cases");
      case Rejected rejected -> {
        lines.add("broke the law: " + rejected.law());
        tell(lines, "story:  ", rejected.story());
        tell(lines, "but:    ", rejected.reason());
        tell(lines, "at:     ", rejected.where());
        tell(lines, "printed:", rejected.printed());
        tell(lines, "seed:   ", String.valueOf(rejected.seed()));
      }
      case Stopped stopped -> {
        lines.add(stopped.why());
        tell(lines, "at:     ", stopped.where());
        tell(lines, "law:    ", stopped.law());
        tell(lines, "case:   ", stopped.story());
        tell(lines, "printed:", stopped.printed());
      }
      case NotCompiled refused -> lines.addAll(refused.messages().lines().toList());
      case Unfit unfit -> lines.add(unfit.why());
    }
    return lines;
  }

  private static void tell(List<String> lines, String label, String text) {
    String before = label;
    for (String line : text.lines().toList()) {
      lines.add("  " + before + " " + line);
      before = " ".repeat(label.length());
    }
  }
}
