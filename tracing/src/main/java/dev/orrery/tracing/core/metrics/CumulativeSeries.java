package dev.orrery.tracing.core.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// Turns running totals into what was added since the last report. A total that falls, or that
/// started anew, means that the sender restarted: then all of it is new (OpenTelemetry metrics data
/// model, "Resets and gaps"). The first total seen of a series is only a start: what it counted may
/// be hours old.
///
/// At most [#MAXIMUM_SERIES] are remembered, least recently reported out first. Not thread-safe.
final class CumulativeSeries {
  static final int MAXIMUM_SERIES = 2_048;

  private record Total(long startNanos, long value) {}

  private final LinkedHashMap<SeriesKey, Total> totals = new LinkedHashMap<>(16, 0.75f, true);

  /// @param startNanos when the sender began to count
  /// @return what was added since the last report of the series; empty for the first report
  OptionalLong added(SeriesKey key, long startNanos, long value) {
    Total before = totals.put(key, new Total(startNanos, value));
    if (totals.size() > MAXIMUM_SERIES) {
      Map.Entry<SeriesKey, Total> eldest = totals.firstEntry();
      totals.remove(eldest.getKey());
    }
    if (before == null) {
      return OptionalLong.empty();
    }
    boolean restarted = startNanos != before.startNanos() || value < before.value();
    return OptionalLong.of(restarted ? value : value - before.value());
  }
}
