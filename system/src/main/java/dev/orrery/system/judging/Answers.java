package dev.orrery.system.judging;

import java.io.IOException;
import java.io.Writer;

/// The child's way back: exactly one answer a task, whoever gives it first. The thread that judges,
/// the watchdog and the shutdown hook may all have one. Thread-safe.
final class Answers {
  private final Writer out;
  private boolean owed;

  Answers(Writer out) {
    this.out = out;
  }

  synchronized void expectOne() {
    owed = true;
  }

  /// Whether a task is still without its answer.
  synchronized boolean isOwed() {
    return owed;
  }

  /// Does nothing when the answer was given already.
  ///
  /// @throws IOException when nobody listens any more
  synchronized void give(Message answer) throws IOException {
    if (owed) {
      owed = false;
      answer.writeTo(out);
    }
  }
}
