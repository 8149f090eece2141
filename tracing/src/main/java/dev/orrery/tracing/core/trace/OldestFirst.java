package dev.orrery.tracing.core.trace;

import java.util.LinkedHashSet;

/// Whose first span came first goes first, however much it has grown since: what people look for is
/// recent.
public final class OldestFirst implements TraceEviction {
  private final LinkedHashSet<TraceId> residents = new LinkedHashSet<>();

  @Override
  public void grew(TraceId trace, boolean error) {
    residents.add(trace);
  }

  @Override
  public void removed(TraceId trace) {
    residents.remove(trace);
  }

  @Override
  public TraceId victim() {
    return residents.removeFirst();
  }
}
