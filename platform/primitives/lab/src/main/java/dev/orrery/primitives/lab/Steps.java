package dev.orrery.primitives.lab;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomDistribution;

/// Lists of steps that shrink well.
///
/// jqwik shortens a list mostly from its ends, and so leaves steps without effect in the middle of
/// a story. Here each place may hold a step or none, and shrinks to none wherever it stands.
public final class Steps {
  private static final double TAKEN = 0.9;

  private Steps() {}

  /// Lists of at most `maximum` steps.
  public static <T> Arbitrary<List<T>> of(Arbitrary<T> step, int maximum) {
    return step.optional(TAKEN)
        .list()
        .ofMaxSize(maximum)
        .withSizeDistribution(RandomDistribution.uniform())
        .map(drawn -> drawn.stream().flatMap(Optional::stream).toList());
  }
}
