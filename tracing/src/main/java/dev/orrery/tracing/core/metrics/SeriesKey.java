package dev.orrery.tracing.core.metrics;

import dev.orrery.tracing.core.trace.Origin;
import java.util.Map;

/// One line of a metric: who sends it and with which attributes.
public record SeriesKey(Origin origin, String metric, Map<String, String> attributes) {
  public SeriesKey {
    attributes = Map.copyOf(attributes);
  }
}
