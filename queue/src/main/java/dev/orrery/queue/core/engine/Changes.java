package dev.orrery.queue.core.engine;

import dev.orrery.queue.core.journal.JournalEntry;
import java.util.List;

/// Where an engine's changes go, to be written in the order in which they come.
public interface Changes {
  /// Entries that belong together: after a crash all are there or none.
  void write(List<JournalEntry> entries);

  /// The same; `durable` is to be called once they are forced, in the order of the changes, with
  /// the engine to itself, as in any call of it.
  void write(List<JournalEntry> entries, Runnable durable);
}
