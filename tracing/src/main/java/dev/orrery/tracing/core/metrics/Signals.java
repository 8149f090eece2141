package dev.orrery.tracing.core.metrics;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// The state of the model in numbers, over a window.
///
/// @param cacheHitRate hits divided by look-ups; empty when nothing was looked up
/// @param consumerLag records not yet consumed, by consumer group
/// @param activeUsers different users seen
public record Signals(
    List<ServiceSignals> services,
    OptionalDouble cacheHitRate,
    Map<String, Long> consumerLag,
    long activeUsers) {
  /// The four golden signals of a service (Beyer et al., "Site Reliability Engineering", chapter
  /// 6): latency, traffic, errors, saturation.
  ///
  /// @param errorRate failed requests divided by requests, 0 to 1
  /// @param saturation 0 to 1, of its fullest bounded resource
  public record ServiceSignals(
      String service,
      long p50Nanos,
      long p95Nanos,
      long p99Nanos,
      double requestsPerSecond,
      double errorRate,
      double saturation) {}
}
