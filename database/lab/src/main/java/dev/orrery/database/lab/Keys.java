package dev.orrery.database.lab;

import dev.orrery.database.core.Bytes;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;

/// Keys that are easily confused, few enough to meet, and lists of steps that shrink well.
public final class Keys {
  private static final List<Bytes> ALL =
      List.of(
          Bytes.utf8("a"),
          Bytes.utf8("b"),
          Bytes.utf8("ab"),
          Bytes.wrap(new byte[] {'a', 0}),
          Bytes.wrap(new byte[] {'b', (byte) 0xFF}),
          Bytes.wrap(new byte[] {(byte) 0xFF}));

  private static final double TAKEN = 0.9;

  private Keys() {}

  public static Arbitrary<Bytes> key() {
    return Arbitraries.of(ALL);
  }

  /// A bound of a range, empty ("unbounded") among them.
  public static Arbitrary<Bytes> bound() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(1, Arbitraries.just(Bytes.EMPTY)), net.jqwik.api.Tuple.of(3, key()));
  }

  /// A value, `x` or `y`, or empty for "removed".
  public static Arbitrary<Optional<Bytes>> written() {
    return Arbitraries.of(
        List.of(
            Optional.of(Bytes.utf8("x")), Optional.of(Bytes.utf8("y")), Optional.<Bytes>empty()));
  }

  /// Lists in which any step can shrink away, not only those at the ends.
  public static <T> Arbitrary<List<T>> steps(Arbitrary<T> step, int maximum) {
    return step.optional(TAKEN)
        .list()
        .ofMaxSize(maximum)
        .withSizeDistribution(RandomDistribution.uniform())
        .map(drawn -> drawn.stream().flatMap(Optional::stream).toList());
  }

  public static boolean inRange(Bytes key, Bytes start, Bytes end) {
    return key.compareTo(start) >= 0 && (end.isEmpty() || key.compareTo(end) < 0);
  }

  /// A range for people.
  public static String range(Bytes start, Bytes end) {
    return "[" + (start.isEmpty() ? "first" : start) + ", " + (end.isEmpty() ? "end" : end) + ")";
  }
}
