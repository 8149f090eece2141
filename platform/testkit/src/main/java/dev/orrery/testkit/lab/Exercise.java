package dev.orrery.testkit.lab;

import java.util.List;

/// Something to write: a stub that compiles, judged by a contract.
///
/// @param name short, e.g. `lru`
/// @param objective what you will be able to do afterwards, in a sentence
/// @param predict what to predict before the first run
/// @param invariants what must always hold
/// @param stubResource class-path name of the stub's source, e.g.
///   `/dev/orrery/cache/lab/stubs/MyLru.java.stub`
/// @param className the class the stub declares, fully qualified
/// @param swapPoint the name of the swap point whose contract judges it
/// @param as the named contract, or [dev.orrery.testkit.contract.Contract#ANY]
/// @param hints at most three, each telling more than the one before
public record Exercise(
    String name,
    String objective,
    String predict,
    List<String> invariants,
    String stubResource,
    String className,
    String swapPoint,
    String as,
    List<String> hints) {
  public static final int MAXIMUM_HINTS = 3;

  public Exercise {
    if (hints.size() > MAXIMUM_HINTS) {
      throw new IllegalArgumentException(
          "an exercise has at most " + MAXIMUM_HINTS + " hints: " + name);
    }
    invariants = List.copyOf(invariants);
    hints = List.copyOf(hints);
  }
}
