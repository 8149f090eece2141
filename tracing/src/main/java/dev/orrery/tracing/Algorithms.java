package dev.orrery.tracing;

import dev.orrery.tracing.core.metrics.LatencySketch;
import dev.orrery.tracing.core.metrics.LogarithmicBuckets;
import dev.orrery.tracing.core.metrics.OctaveBuckets;
import dev.orrery.tracing.core.trace.CriticalPath;
import dev.orrery.tracing.core.trace.ErrorsLast;
import dev.orrery.tracing.core.trace.LastFinishingChild;
import dev.orrery.tracing.core.trace.OldestFirst;
import dev.orrery.tracing.core.trace.TraceEviction;
import java.util.Map;
import java.util.function.Supplier;

/// The three swappable algorithms by the names configuration gives them: a short one of a built-in,
/// or a class with a public constructor without arguments.
final class Algorithms {
  private static final Map<String, Supplier<CriticalPath>> CRITICAL_PATHS =
      Map.of("last-finishing", LastFinishingChild::new);
  private static final Map<String, Supplier<LatencySketch>> SKETCHES =
      Map.of("logarithmic", LogarithmicBuckets::new, "octave", OctaveBuckets::new);
  private static final Map<String, Supplier<TraceEviction>> EVICTIONS =
      Map.of("oldest-first", OldestFirst::new, "errors-last", ErrorsLast::new);

  private Algorithms() {}

  static CriticalPath criticalPath(String name) {
    return named("tracing.critical-path", name, CriticalPath.class, CRITICAL_PATHS).get();
  }

  static Supplier<LatencySketch> sketches(String name) {
    return named("tracing.quantiles", name, LatencySketch.class, SKETCHES);
  }

  static TraceEviction eviction(String name) {
    return named("tracing.eviction", name, TraceEviction.class, EVICTIONS).get();
  }

  /// @throws IllegalArgumentException saying key, value and what is allowed
  private static <T> Supplier<T> named(
      String key, String name, Class<T> type, Map<String, Supplier<T>> builtIns) {
    Supplier<T> builtIn = builtIns.get(name);
    if (builtIn != null) {
      return builtIn;
    }
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      var constructor = Class.forName(name, true, loader).asSubclass(type).getConstructor();
      constructor.newInstance();
      return () -> {
        try {
          return constructor.newInstance();
        } catch (ReflectiveOperationException failure) {
          throw new IllegalStateException(name + " can no longer be made", failure);
        }
      };
    } catch (ReflectiveOperationException | ClassCastException unusable) {
      throw new IllegalArgumentException(
          key
              + " = \""
              + name
              + "\" is neither one of "
              + builtIns.keySet().stream().sorted().toList()
              + " nor a class that implements "
              + type.getName()
              + " with a public constructor without arguments",
          unusable);
    }
  }
}
