package dev.orrery.tracing.core.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// The last value of each gauge that was reported within the window. At most [#MAXIMUM_GAUGES],
/// least recently reported out first. Not thread-safe.
final class LatestGauges {
  static final int MAXIMUM_GAUGES = 2_048;

  private record Reading(double value, long atNanos) {}

  private final LinkedHashMap<SeriesKey, Reading> readings = new LinkedHashMap<>(16, 0.75f, true);

  void set(SeriesKey key, double value, long now) {
    readings.put(key, new Reading(value, now));
    if (readings.size() > MAXIMUM_GAUGES) {
      Map.Entry<SeriesKey, Reading> eldest = readings.firstEntry();
      readings.remove(eldest.getKey());
    }
  }

  void forEach(long now, long windowNanos, BiConsumer<SeriesKey, Double> reader) {
    readings.forEach((key, reading) -> {
      if (now - reading.atNanos() <= windowNanos) {
        reader.accept(key, reading.value());
      }
    });
  }
}
