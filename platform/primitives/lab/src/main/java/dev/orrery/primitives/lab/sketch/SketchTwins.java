package dev.orrery.primitives.lab.sketch;

import dev.orrery.primitives.placement.Hash64;
import dev.orrery.primitives.sketch.FrequencySketch;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Sketches that are wrong in one way each: counters in plain arrays, with one mistake.
final class SketchTwins {
  private SketchTwins() {}

  static List<WrongTwin<SketchFactory>> all() {
    return List.of(
        twin("one-hash", "has one hash for all rows", OneHash::new),
        twin("wraps", "lets a counter wrap from 15 to 0", Wraps::new),
        twin("ageless", "never halves its counters", Ageless::new),
        twin("hasty", "ages after as many increments as keys", Hasty::new),
        twin("maximum", "estimates by the highest row", Maximum::new),
        twin("oblivious", "loses its counts when it grows", Oblivious::new));
  }

  private static WrongTwin<SketchFactory> twin(String name, String mistake, SketchFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }

  /// Right, but for what the twins override.
  private static class PlainSketch implements FrequencySketch<String> {
    private static final int ROWS = 4;
    private static final int COUNTERS_A_KEY = 4;

    int[][] rows;
    private int keys;
    private int increments;

    PlainSketch(int expectedKeys) {
      keys = expectedKeys;
      rows = new int[ROWS][COUNTERS_A_KEY * expectedKeys];
    }

    int agingPeriod() {
      return 10 * keys;
    }

    /// What the row's hash begins with.
    int rowSeed(int row) {
      return row;
    }

    private int place(String key, int row) {
      long hash = Hash64.of((rowSeed(row) + key).getBytes(StandardCharsets.UTF_8));
      return Math.floorMod(hash, rows[row].length);
    }

    int up(int counter) {
      return Math.min(MAXIMUM_ESTIMATE, counter + 1);
    }

    int combine(int one, int other) {
      return Math.min(one, other);
    }

    @Override
    public void increment(String key) {
      for (int row = 0; row < ROWS; row++) {
        int place = place(key, row);
        rows[row][place] = up(rows[row][place]);
      }
      if (++increments >= agingPeriod()) {
        increments /= 2;
        for (int[] row : rows) {
          for (int i = 0; i < row.length; i++) {
            row[i] /= 2;
          }
        }
      }
    }

    @Override
    public int estimate(String key) {
      int estimate = rows[0][place(key, 0)];
      for (int row = 1; row < ROWS; row++) {
        estimate = combine(estimate, rows[row][place(key, row)]);
      }
      return estimate;
    }

    /// Grows in whole multiples, and copies what was counted to where a key may now look.
    @Override
    public void expect(int more) {
      if (more <= keys) {
        return;
      }
      int times = Math.ceilDiv(more, keys);
      keys *= times;
      for (int row = 0; row < ROWS; row++) {
        int[] before = rows[row];
        rows[row] = new int[before.length * times];
        for (int copy = 0; copy < times; copy++) {
          System.arraycopy(before, 0, rows[row], copy * before.length, before.length);
        }
      }
    }
  }

  private static final class OneHash extends PlainSketch {
    OneHash(int expectedKeys) {
      super(expectedKeys);
    }

    @Override
    int rowSeed(int row) {
      return 0;
    }
  }

  private static final class Wraps extends PlainSketch {
    Wraps(int expectedKeys) {
      super(expectedKeys);
    }

    @Override
    int up(int counter) {
      return (counter + 1) % (MAXIMUM_ESTIMATE + 1);
    }
  }

  private static final class Ageless extends PlainSketch {
    Ageless(int expectedKeys) {
      super(expectedKeys);
    }

    @Override
    int agingPeriod() {
      return Integer.MAX_VALUE;
    }
  }

  private static final class Hasty extends PlainSketch {
    Hasty(int expectedKeys) {
      super(expectedKeys);
    }

    @Override
    int agingPeriod() {
      return super.agingPeriod() / 10;
    }
  }

  private static final class Maximum extends PlainSketch {
    Maximum(int expectedKeys) {
      super(expectedKeys);
    }

    @Override
    int combine(int one, int other) {
      return Math.max(one, other);
    }
  }

  private static final class Oblivious extends PlainSketch {
    Oblivious(int expectedKeys) {
      super(expectedKeys);
    }

    @Override
    public void expect(int more) {
      super.expect(more);
      rows = new int[rows.length][rows[0].length];
    }
  }
}
