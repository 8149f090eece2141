package dev.orrery.runtime.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;

/// The histogram behind the golden signals: every request served, sampled for tracing or not.
public final class ServerDuration {
  /// Unit: seconds; attribute `error`: true or false.
  public static final String NAME = "orrery.server.duration";

  private static final double NANOS = 1e9;
  private static final AttributeKey<Boolean> ERROR = AttributeKey.booleanKey("error");
  private static final Attributes FAILED = Attributes.of(ERROR, true);
  private static final Attributes SERVED = Attributes.of(ERROR, false);

  private final DoubleHistogram histogram;

  public ServerDuration(OpenTelemetry telemetry) {
    histogram =
        telemetry
            .getMeter(Telemetry.SCOPE)
            .histogramBuilder(NAME)
            .setUnit("s")
            .setDescription("Time to serve a request")
            .build();
  }

  public void record(long nanos, boolean error) {
    histogram.record(nanos / NANOS, error ? FAILED : SERVED);
  }
}
