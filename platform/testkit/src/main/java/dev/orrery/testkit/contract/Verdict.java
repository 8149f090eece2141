package dev.orrery.testkit.contract;

/// What the [Judge] says of a subject.
public sealed interface Verdict {
  default boolean accepted() {
    return this instanceof Accepted;
  }

  /// Every law held on `cases` cases.
  record Accepted(int cases) implements Verdict {}

  /// A law was broken; `story` is the smallest case found that breaks it.
  ///
  /// @param law the law's name
  /// @param story the shrunk case in words
  /// @param reason what the check said of that case
  /// @param seed reproduces it
  /// @param shrinks how many shrinking steps led from the first failing case to this one
  record Rejected(String law, String story, String reason, long seed, int shrinks)
      implements Verdict {
    /// The verdict for people, over several lines.
    public String explain() {
      return "broke the law: "
          + law
          + "\n  story:  "
          + story
          + "\n  but:    "
          + reason
          + "\n  seed:   "
          + seed;
    }
  }
}
