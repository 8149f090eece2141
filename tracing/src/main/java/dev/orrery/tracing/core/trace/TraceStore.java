package dev.orrery.tracing.core.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The spans that are kept, by trace, under two bounds: bytes of heap and age. When a span makes
/// the store heavier than its capacity, whole traces leave, chosen by [TraceEviction], until it is
/// not: half a trace is worth less than none. What leaves for that reason is counted in
/// [#droppedSpans()].
///
/// A span that comes after its trace was evicted begins a new, partial one; its spans are then
/// orphans, and say so.
///
/// Thread-safe: everything is guarded by `lock`; readers copy references and work outside it.
public final class TraceStore {
  /// A trace that never ends (a leaked context in a loop) must not push all others out.
  public static final int MAXIMUM_SPANS_PER_TRACE = 10_000;

  /// A trace's id, its entries in the two maps, its list and the list's spare room.
  static final int TRACE_BYTES = 400;

  private static final class Kept {
    final List<SpanRecord> spans = new ArrayList<>(8);
    final long arrivedNanos;
    long bytes = TRACE_BYTES;

    Kept(long arrivedNanos) {
      this.arrivedNanos = arrivedNanos;
    }
  }

  /// What became of a span that was offered.
  public enum Outcome {
    KEPT,
    /// A span of that id is here already: exporters send again what they think was lost.
    DUPLICATE,
    /// Its trace has [#MAXIMUM_SPANS_PER_TRACE] spans.
    DROPPED
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<TraceId, Kept> traces = new LinkedHashMap<>();
  private final TraceEviction eviction;
  private final long capacityBytes;
  private final long retentionNanos;
  private long bytes;
  private long spans;
  private long droppedSpans;

  /// @param capacityBytes of heap, by the records' own reckoning
  /// @param retentionNanos a trace leaves this long after its first span came
  public TraceStore(long capacityBytes, long retentionNanos, TraceEviction eviction) {
    this.capacityBytes = capacityBytes;
    this.retentionNanos = retentionNanos;
    this.eviction = eviction;
  }

  /// @param now monotonic nanoseconds
  public Outcome add(SpanRecord span, long now) {
    lock.lock();
    try {
      expire(now);
      Kept kept = traces.get(span.trace());
      if (kept == null) {
        kept = new Kept(now);
        traces.put(span.trace(), kept);
        bytes += TRACE_BYTES;
      }
      if (kept.spans.size() >= MAXIMUM_SPANS_PER_TRACE) {
        droppedSpans++;
        return Outcome.DROPPED;
      }
      for (SpanRecord known : kept.spans) {
        if (known.id() == span.id()) {
          return Outcome.DUPLICATE;
        }
      }
      kept.spans.add(span);
      kept.bytes += span.weightBytes();
      bytes += span.weightBytes();
      spans++;
      eviction.grew(span.trace(), span.error());
      while (bytes > capacityBytes) {
        droppedSpans += take(eviction.victim());
      }
      return Outcome.KEPT;
    } finally {
      lock.unlock();
    }
  }

  private void expire(long now) {
    while (!traces.isEmpty()) {
      Map.Entry<TraceId, Kept> oldest = traces.firstEntry();
      if (now - oldest.getValue().arrivedNanos < retentionNanos) {
        return;
      }
      TraceId trace = oldest.getKey();
      eviction.removed(trace);
      take(trace);
    }
  }

  /// @return how many spans left with the trace
  private int take(TraceId trace) {
    Kept kept = traces.remove(trace);
    if (kept == null) {
      throw new IllegalStateException("the eviction chose " + trace + ", which is not kept");
    }
    bytes -= kept.bytes;
    spans -= kept.spans.size();
    return kept.spans.size();
  }

  /// The kept spans of a trace in order of arrival; none when it is not kept.
  public List<SpanRecord> spansOf(TraceId trace) {
    lock.lock();
    try {
      Kept kept = traces.get(trace);
      return kept == null ? List.of() : List.copyOf(kept.spans);
    } finally {
      lock.unlock();
    }
  }

  /// Newest first by the time they began.
  public List<TraceOverview> find(TraceQuery query) {
    List<TraceOverview> found = new ArrayList<>();
    forEachTrace(trace -> {
      if (trace.stream().noneMatch(query::accepts)) {
        return;
      }
      TraceOverview overview = TraceOverview.of(trace);
      if (overview.durationNanos() >= query.minimumDurationNanos()
          && overview.startNanos() >= query.sinceNanos()
          && (!query.errorsOnly() || overview.error())) {
        found.add(overview);
      }
    });
    Stream<TraceOverview> newestFirst =
        found.stream().sorted(Comparator.comparingLong(TraceOverview::startNanos).reversed());
    return newestFirst.limit(query.limit()).toList();
  }

  /// Hands every kept trace to a reader, oldest first. The lists are snapshots taken a trace at a
  /// time, so that a long reading does not hold up what comes in.
  public void forEachTrace(Consumer<List<SpanRecord>> reader) {
    Deque<TraceId> ids;
    lock.lock();
    try {
      ids = new ArrayDeque<>(traces.keySet());
    } finally {
      lock.unlock();
    }
    for (TraceId id : ids) {
      List<SpanRecord> trace = spansOf(id);
      if (!trace.isEmpty()) {
        reader.accept(trace);
      }
    }
  }

  /// @return heap bytes charged now, never above the capacity
  public long bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  /// @return spans kept now
  public long spans() {
    lock.lock();
    try {
      return spans;
    } finally {
      lock.unlock();
    }
  }

  /// @return spans thrown away since the start because a bound was reached (not for their age)
  public long droppedSpans() {
    lock.lock();
    try {
      return droppedSpans;
    } finally {
      lock.unlock();
    }
  }
}
