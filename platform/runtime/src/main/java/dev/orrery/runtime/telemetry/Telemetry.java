package dev.orrery.runtime.telemetry;

import io.grpc.Channel;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.export.BatchLogRecordProcessor;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.export.AggregationTemporalitySelector;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One component's telemetry: an OpenTelemetry SDK of its own, so that `service.name` is the
/// component and several run in one JVM without mixing. Queues are bounded; what does not fit is
/// dropped and counted by the SDK (`otel.sdk.processor.span.processed` with
/// `error.type=queue_full`).
public final class Telemetry implements AutoCloseable {
  /// The instrumentation scope of everything the model records.
  public static final String SCOPE = "dev.orrery";

  private static final AtomicLong NUMBER = new AtomicLong();
  private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
  private static final int BATCH = 512;

  private final OpenTelemetry api;
  private final @Nullable OpenTelemetrySdk sdk;
  private final String host;

  private Telemetry(OpenTelemetry api, @Nullable OpenTelemetrySdk sdk, String host) {
    this.api = api;
    this.sdk = sdk;
    this.host = host;
  }

  /// Records nothing.
  public static Telemetry off() {
    return new Telemetry(OpenTelemetry.noop(), null, "");
  }

  /// @param service `service.name`, e.g. `cache`
  /// @param instance `service.instance.id`, e.g. `cache-1`
  /// @param channel to the observability component; must itself be untraced
  public static Telemetry exporting(
      String service, String instance, TelemetryConfig config, Channel channel) {
    String host = "export-" + NUMBER.incrementAndGet() + ".orrery.invalid";
    ChannelSenderProvider.announce(host, channel);
    String url = "http://" + host;
    Resource resource =
        Resource.create(
            Attributes.builder()
                .put("service.name", service)
                .put("service.instance.id", instance)
                .build());
    SdkMeterProvider meters = meters(resource, config, url);
    OpenTelemetrySdk sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(tracers(resource, config, url, meters))
            .setMeterProvider(meters)
            .setLoggerProvider(loggers(resource, config, url, meters))
            .build();
    return new Telemetry(sdk, sdk, host);
  }

  private static SdkTracerProvider tracers(
      Resource resource, TelemetryConfig config, String url, MeterProvider counts) {
    return SdkTracerProvider.builder()
        .setResource(resource)
        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sampling())))
        .addSpanProcessor(
            BatchSpanProcessor.builder(
                    OtlpGrpcSpanExporter.builder()
                        .setEndpoint(url)
                        .setTimeout(EXPORT_TIMEOUT)
                        .build())
                .setMaxQueueSize(config.queue())
                .setMaxExportBatchSize(Math.min(BATCH, config.queue()))
                .setScheduleDelay(config.exportInterval())
                .setMeterProvider(() -> counts)
                .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                .build())
        .build();
  }

  private static SdkMeterProvider meters(Resource resource, TelemetryConfig config, String url) {
    return SdkMeterProvider.builder()
        .setResource(resource)
        .registerView(
            InstrumentSelector.builder().setName(ServerDuration.NAME).build(),
            View.builder().setAggregation(Aggregation.base2ExponentialBucketHistogram()).build())
        .registerMetricReader(
            PeriodicMetricReader.builder(
                    OtlpGrpcMetricExporter.builder()
                        .setEndpoint(url)
                        .setTimeout(EXPORT_TIMEOUT)
                        .setAggregationTemporalitySelector(
                            AggregationTemporalitySelector.deltaPreferred())
                        .build())
                .setInterval(config.metricInterval())
                .build())
        .build();
  }

  private static SdkLoggerProvider loggers(
      Resource resource, TelemetryConfig config, String url, MeterProvider counts) {
    return SdkLoggerProvider.builder()
        .setResource(resource)
        .addLogRecordProcessor(
            BatchLogRecordProcessor.builder(
                    OtlpGrpcLogRecordExporter.builder()
                        .setEndpoint(url)
                        .setTimeout(EXPORT_TIMEOUT)
                        .build())
                .setMaxQueueSize(config.queue())
                .setMaxExportBatchSize(Math.min(BATCH, config.queue()))
                .setScheduleDelay(config.exportInterval())
                .setMeterProvider(() -> counts)
                .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                .build())
        .build();
  }

  public OpenTelemetry api() {
    return api;
  }

  /// Sends what is waiting now, within a bound.
  public void flush() {
    if (sdk != null) {
      sdk.getSdkTracerProvider().forceFlush().join(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      sdk.getSdkLoggerProvider().forceFlush().join(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      sdk.getSdkMeterProvider().forceFlush().join(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    if (sdk != null) {
      sdk.shutdown().join(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      ChannelSenderProvider.withdraw(host);
    }
  }
}
