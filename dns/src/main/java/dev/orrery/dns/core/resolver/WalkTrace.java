package dev.orrery.dns.core.resolver;

import java.util.ArrayList;
import java.util.List;

/// How a question was resolved: what was done, and below it what was done for that.
///
/// ```
///   www.orrery.test. A
///   ├─ asked a.root. (127.53.0.1) of zone . → referral to test.
///   ├─ asked ns.test. (127.53.0.2) of zone test. → referral to orrery.test.
///   └─ asked ns1.orrery.test. (127.0.0.1) of zone orrery.test. → 127.0.0.7
/// ```
///
/// @param text one line
public record WalkTrace(String text, List<WalkTrace> steps) {
  public WalkTrace {
    steps = List.copyOf(steps);
  }

  /// The tree in text, a line for each step, without a final line end.
  public String render() {
    List<String> lines = new ArrayList<>();
    lines.add(text);
    renderSteps("", lines);
    return String.join("\n", lines);
  }

  private void renderSteps(String indent, List<String> lines) {
    for (int i = 0; i < steps.size(); i++) {
      boolean last = i == steps.size() - 1;
      lines.add(indent + (last ? "└─ " : "├─ ") + steps.get(i).text());
      steps.get(i).renderSteps(indent + (last ? "   " : "│  "), lines);
    }
  }

  /// Grows while the walk goes on. Holds at most [#MAXIMUM_STEPS] steps below each node.
  static final class Builder {
    static final int MAXIMUM_STEPS = 100;

    private final String text;
    private final List<Builder> steps = new ArrayList<>();

    Builder(String text) {
      this.text = text;
    }

    /// Notes a step; what is done for it can be noted below the builder returned.
    Builder step(String done) {
      Builder step = new Builder(done);
      if (steps.size() < MAXIMUM_STEPS) {
        steps.add(step);
      }
      return step;
    }

    WalkTrace build() {
      return new WalkTrace(text, steps.stream().map(Builder::build).toList());
    }
  }
}
