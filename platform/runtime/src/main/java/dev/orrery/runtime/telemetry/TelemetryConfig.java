package dev.orrery.runtime.telemetry;

import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;

/// Configuration section `telemetry`.
///
/// @param sampling share of the traces begun here that are recorded; a trace begun elsewhere says
///   so itself
public record TelemetryConfig(
    @Default("true") @Doc("send spans, metrics and logs to the tracing component") boolean enabled,
    @Default("1.0") @Range(min = 0, max = 1) @Doc("share of new traces that are recorded")
        double sampling,
    @Default("250ms") @Range(min = 50, max = 60_000) @Doc("how often spans and logs are sent")
        Duration exportInterval,
    @Default("2s") @Range(min = 100, max = 600_000) @Doc("how often metrics are sent")
        Duration metricInterval,
    @Default("8192")
        @Range(min = 128, max = 1_000_000)
        @Doc("spans waiting to be sent, at most; more are dropped and counted")
        int queue,
    @Default("warn") @Doc("lowest level of log entries also written to standard error")
        Level consoleLevel) {
  /// Records nothing, and writes errors only.
  public static TelemetryConfig off() {
    return dev.orrery.runtime.config.Configuration.empty()
        .with("telemetry.enabled=false")
        .with("telemetry.console-level=error")
        .bind("telemetry", TelemetryConfig.class);
  }

  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    FATAL
  }
}
