package dev.orrery.database.core.transaction;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.commitlog.CommitRecord.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Draws transactions over few tables and few keys, so that they meet. The keys are those that a
/// careless encoding confuses: prefixes of each other, zeros, and 0xFF.
final class Draw {
  static final List<String> TABLES = List.of("t", "t_a", "u");

  static final List<Bytes> KEYS =
      List.of(
          bytes(0),
          bytes(0, 0),
          bytes(0, 1),
          bytes(0, 0xFF),
          bytes('a'),
          bytes('a', 0),
          bytes('a', 0, 0),
          bytes('a', 1),
          bytes('a', 'b'),
          bytes('a', 0xFF),
          bytes('b'),
          bytes(0xFF),
          bytes(0xFF, 0xFF));

  private Draw() {}

  static Bytes bytes(int... values) {
    byte[] array = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      array[i] = (byte) values[i];
    }
    return Bytes.wrap(array);
  }

  static String table(RandomGenerator random) {
    return TABLES.get(random.nextInt(TABLES.size()));
  }

  static Bytes key(RandomGenerator random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  static Bytes bound(RandomGenerator random) {
    return random.nextInt(4) == 0 ? Bytes.EMPTY : key(random);
  }

  static Transaction transaction(RandomGenerator random, long newest) {
    List<Write> writes = new ArrayList<>();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      Optional<Bytes> value =
          random.nextInt(4) == 0 ? Optional.empty() : Optional.of(value(random));
      writes.add(new Write(table(random), key(random), value));
    }
    List<Precondition> preconditions = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      preconditions.add(precondition(random, newest));
    }
    return new Transaction(preconditions, writes, random.nextBoolean());
  }

  private static Bytes value(RandomGenerator random) {
    return Bytes.utf8("v" + random.nextInt(3));
  }

  private static Precondition precondition(RandomGenerator random, long newest) {
    long since = random.nextInt(6) == 0 ? 0 : Math.max(1, newest - random.nextInt(4));
    return switch (random.nextInt(4)) {
      case 0 -> new Precondition.RowUnchanged(table(random), key(random), since);
      case 1 -> new Precondition.RangeUnchanged(table(random), bound(random), bound(random), since);
      case 2 -> new Precondition.RowExists(table(random), key(random), random.nextBoolean());
      default -> new Precondition.ValueEquals(table(random), key(random), value(random));
    };
  }
}
