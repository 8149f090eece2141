package dev.orrery.tracing;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.DataSize;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;

/// Configuration section `tracing`. Algorithms are named by a built-in's short name or a class.
public record TracingConfig(
    @Default("64MiB") @Range(min = 65_536) @Doc("heap for spans; whole traces leave beyond it")
        DataSize capacity,
    @Default("16MiB") @Range(min = 65_536) @Doc("heap for log records; the oldest leave beyond it")
        DataSize logsCapacity,
    @Default("1h")
        @Range(min = 1_000, max = 604_800_000)
        @Doc("how long traces and log records are kept at most")
        Duration retention,
    @Default("10m")
        @Range(min = 5_000, max = 3_600_000)
        @Doc("the longest window the signals can be asked for")
        Duration signalsWindow,
    @Default("oldest-first")
        @Doc("which trace leaves when full: oldest-first, errors-last, or a class")
        String eviction,
    @Default("last-finishing") @Doc("critical path: last-finishing, or a class")
        String criticalPath,
    @Default("logarithmic") @Doc("latency sketch: logarithmic, octave, or a class")
        String quantiles) {
  public static TracingConfig defaults() {
    return Configuration.empty().bind("tracing", TracingConfig.class);
  }
}
