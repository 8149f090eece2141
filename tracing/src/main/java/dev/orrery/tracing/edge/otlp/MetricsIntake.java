package dev.orrery.tracing.edge.otlp;

import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.tracing.core.Observations;
import dev.orrery.tracing.core.metrics.SeriesKey;
import dev.orrery.tracing.core.metrics.SignalBoard;
import dev.orrery.tracing.core.trace.Origin;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import java.util.List;

/// OTLP metrics in. Five instruments feed the signals: the histogram of request durations, the
/// cache's two counters, and the gauges of saturation and consumer lag. Others are accepted and not
/// kept, as there is no question of the contract they could answer.
///
/// The histogram must come with delta temporality: the signals are of a window, and running totals
/// of buckets whose scale changes cannot be subtracted exactly. Cumulative points are rejected, and
/// the answer says so. Counters may be either.
public final class MetricsIntake extends MetricsServiceGrpc.MetricsServiceImplBase {
  private final Observations observations;
  private final Time time;

  public MetricsIntake(Observations observations, Time time) {
    this.observations = observations;
    this.time = time;
  }

  @Override
  public void export(
      ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> observer) {
    Unary.answer(observer, () -> take(request));
  }

  private ExportMetricsServiceResponse take(ExportMetricsServiceRequest request) {
    Rejections rejections = new Rejections();
    for (ResourceMetrics resource : request.getResourceMetricsList()) {
      Origin origin = OtlpValues.origin(resource.getResource(), observations.pool());
      for (ScopeMetrics scope : resource.getScopeMetricsList()) {
        for (Metric metric : scope.getMetricsList()) {
          take(metric, origin, rejections);
        }
      }
    }
    ExportMetricsServiceResponse.Builder response = ExportMetricsServiceResponse.newBuilder();
    if (rejections.any()) {
      response.setPartialSuccess(
          ExportMetricsPartialSuccess.newBuilder()
              .setRejectedDataPoints(rejections.count())
              .setErrorMessage(rejections.message()));
    }
    return response.build();
  }

  private void take(Metric metric, Origin origin, Rejections rejections) {
    switch (metric.getName()) {
      case SignalBoard.SERVER_DURATION -> durations(metric, origin, rejections);
      case SignalBoard.CACHE_HITS, SignalBoard.CACHE_MISSES -> counts(metric, origin);
      case SignalBoard.SATURATION, SignalBoard.CONSUMER_LAG -> gauges(metric, origin);
      default -> {}
    }
  }

  private void durations(Metric metric, Origin origin, Rejections rejections) {
    double unit = DurationBuckets.nanosPer(metric.getUnit());
    if (metric.hasExponentialHistogram()) {
      List<ExponentialHistogramDataPoint> points =
          metric.getExponentialHistogram().getDataPointsList();
      if (isDelta(metric.getExponentialHistogram().getAggregationTemporality())) {
        points.forEach(point ->
            refusing(
                rejections,
                () -> DurationBuckets.read(point, unit, sink(origin, point.getAttributesList()))));
      } else {
        cumulative(metric, points.size(), rejections);
      }
    } else if (metric.hasHistogram()) {
      List<HistogramDataPoint> points = metric.getHistogram().getDataPointsList();
      if (isDelta(metric.getHistogram().getAggregationTemporality())) {
        points.forEach(point ->
            refusing(
                rejections,
                () -> DurationBuckets.read(point, unit, sink(origin, point.getAttributesList()))));
      } else {
        cumulative(metric, points.size(), rejections);
      }
    }
  }

  private static boolean isDelta(AggregationTemporality temporality) {
    return temporality == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
  }

  private static void cumulative(Metric metric, int points, Rejections rejections) {
    rejections.add(points, metric.getName() + " must be sent with delta temporality");
  }

  private static void refusing(Rejections rejections, Runnable reading) {
    try {
      reading.run();
    } catch (IllegalArgumentException malformed) {
      rejections.add(String.valueOf(malformed.getMessage()));
    }
  }

  private DurationBuckets.Sink sink(Origin origin, List<KeyValue> attributes) {
    boolean error =
        Boolean.parseBoolean(OtlpValues.attributes(attributes).getOrDefault("error", "false"));
    long now = time.monotonicNanos();
    return (nanos, times) -> observations.signals().served(origin, nanos, times, error, now);
  }

  private void counts(Metric metric, Origin origin) {
    Sum sum = metric.getSum();
    for (NumberDataPoint point : sum.getDataPointsList()) {
      observations
          .signals()
          .counted(
              series(metric, origin, point),
              !isDelta(sum.getAggregationTemporality()),
              point.getStartTimeUnixNano(),
              Math.round(number(point)),
              time.monotonicNanos());
    }
  }

  /// A gauge; also an up-down counter, whose running total reads like one.
  private void gauges(Metric metric, Origin origin) {
    List<NumberDataPoint> points =
        metric.hasSum()
            ? metric.getSum().getDataPointsList()
            : metric.getGauge().getDataPointsList();
    for (NumberDataPoint point : points) {
      observations
          .signals()
          .gauged(series(metric, origin, point), number(point), time.monotonicNanos());
    }
  }

  private static SeriesKey series(Metric metric, Origin origin, NumberDataPoint point) {
    return new SeriesKey(
        origin, metric.getName(), OtlpValues.attributes(point.getAttributesList()));
  }

  private static double number(NumberDataPoint point) {
    return point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
  }
}
