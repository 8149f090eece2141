package dev.orrery.database.core.mvcc;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.store.Change;
import dev.orrery.database.core.store.Cursor;
import dev.orrery.database.core.store.OrderedStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Finds the entries that no readable version can see, a bounded number of entries a step, so that
/// commits are never held up for long.
///
/// Upwards through one row the entries come newest first. Those above the horizon stay. The first
/// one at or below it is what the horizon itself sees: it stays, unless it is a tombstone. All
/// after it go. A tombstone may only go together with, or after, what it hides: when a step ends
/// within its row, it is left for the next one, which begins at it.
public final class GarbageCollector {
  /// Where the walk begins: behind the engine's own entries, which start with 0x00.
  public static final Bytes FIRST = Bytes.wrap(new byte[] {1});

  /// @param garbage to be removed from the store in one batch
  /// @param next where the next step begins
  /// @param finished whether this one reached the end of the store
  public record Step(List<Change> garbage, Bytes next, boolean finished) {}

  private GarbageCollector() {}

  /// @param horizon the oldest readable version
  /// @param budget entries looked at, at most
  public static Step step(OrderedStore store, Bytes from, long horizon, int budget)
      throws IOException {
    List<Change> garbage = new ArrayList<>();
    Bytes row = Bytes.EMPTY; // the last entry met of the present row, empty before the first
    boolean horizonSeen = false;
    Bytes tombstone = Bytes.EMPTY; // of the present row, removable once the row is done
    try (Cursor cursor = store.scan(from, Bytes.EMPTY, false)) {
      for (int looked = 0; cursor.next(); looked++) {
        Bytes entry = cursor.key();
        boolean sameRow = !row.isEmpty() && RowKey.sameRow(entry, row);
        if (looked >= budget) {
          boolean unfinished = sameRow && !tombstone.isEmpty();
          if (!unfinished) {
            addTombstone(garbage, tombstone);
          }
          return new Step(garbage, unfinished ? tombstone : entry, false);
        }
        if (!sameRow) {
          addTombstone(garbage, tombstone);
          tombstone = Bytes.EMPTY;
          horizonSeen = false;
        }
        row = entry;
        if (horizonSeen) {
          garbage.add(new Change.Remove(entry));
        } else if (RowKey.version(entry) <= horizon) {
          horizonSeen = true;
          tombstone = VersionedRows.isTombstone(cursor.value()) ? entry : Bytes.EMPTY;
        }
      }
    }
    addTombstone(garbage, tombstone);
    return new Step(garbage, FIRST, true);
  }

  private static void addTombstone(List<Change> garbage, Bytes tombstone) {
    if (!tombstone.isEmpty()) {
      garbage.add(new Change.Remove(tombstone));
    }
  }
}
