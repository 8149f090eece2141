package dev.orrery.tracing.lab;

import dev.orrery.tracing.core.trace.TraceEviction;
import dev.orrery.tracing.core.trace.TraceId;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;

/// The wrong twins of trace eviction.
final class WrongEvictions {
  private WrongEvictions() {}

  /// Oldest first, to be spoilt.
  private abstract static class Queue implements TraceEviction {
    final LinkedHashSet<TraceId> residents = new LinkedHashSet<>();

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

  static final class NewestFirst extends Queue {
    @Override
    public TraceId victim() {
      return residents.removeLast();
    }
  }

  static final class LeastRecentlyGrown extends Queue {
    @Override
    public void grew(TraceId trace, boolean error) {
      residents.addLast(trace);
    }
  }

  static final class KeepsExpired extends Queue {
    @Override
    public void removed(TraceId trace) {
      // the mistake: it stays among the residents
    }
  }

  static final class NeverErrors extends Queue {
    @Override
    public void grew(TraceId trace, boolean error) {
      if (error) {
        residents.remove(trace);
      } else {
        super.grew(trace, error);
      }
    }
  }

  static final class OnePerSpan implements TraceEviction {
    private final ArrayDeque<TraceId> spans = new ArrayDeque<>();

    @Override
    public void grew(TraceId trace, boolean error) {
      spans.addLast(trace);
    }

    @Override
    public void removed(TraceId trace) {
      spans.removeIf(trace::equals);
    }

    @Override
    public TraceId victim() {
      return spans.removeFirst();
    }
  }
}
