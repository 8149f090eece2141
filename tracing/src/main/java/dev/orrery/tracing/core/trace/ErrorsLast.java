package dev.orrery.tracing.core.trace;

import java.util.LinkedHashSet;

/// Traces without a failed span go first, oldest first; those with one only when nothing else is
/// left. A rare error stays visible for longer than the flood of successes around it would let it.
public final class ErrorsLast implements TraceEviction {
  private final LinkedHashSet<TraceId> sound = new LinkedHashSet<>();
  private final LinkedHashSet<TraceId> failed = new LinkedHashSet<>();

  @Override
  public void grew(TraceId trace, boolean error) {
    if (error) {
      sound.remove(trace);
      failed.add(trace);
    } else if (!failed.contains(trace)) {
      sound.add(trace);
    }
  }

  @Override
  public void removed(TraceId trace) {
    sound.remove(trace);
    failed.remove(trace);
  }

  @Override
  public TraceId victim() {
    return sound.isEmpty() ? failed.removeFirst() : sound.removeFirst();
  }
}
