package dev.orrery.primitives.lab;

import dev.orrery.testkit.contract.Law;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;

/// A check for a law with few different cases on a subject that is slow and has no state: three
/// hundred tries draw the same case again and again, and to hold the subject to it once is enough.
public final class Once {
  private Once() {}

  /// Skips a case that the same subject has kept before. The check returned is thread-safe if
  /// `check` is.
  public static <S, C> Law.Check<S, C> each(Law.Check<S, C> check) {
    Map<S, Set<C>> kept = Collections.synchronizedMap(new WeakHashMap<>());
    return (subject, testCase) -> {
      Set<C> before =
          kept.computeIfAbsent(subject, _ -> Collections.synchronizedSet(new HashSet<>()));
      if (!before.contains(testCase)) {
        check.accept(subject, testCase);
        before.add(testCase);
      }
    };
  }
}
