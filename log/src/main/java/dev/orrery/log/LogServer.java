package dev.orrery.log;

import dev.orrery.log.broker.Broker;
import dev.orrery.log.broker.BrokerOptions;
import dev.orrery.log.core.group.Assignor;
import dev.orrery.log.core.group.RangeAssignor;
import dev.orrery.log.core.group.StickyAssignor;
import dev.orrery.log.core.group.UniformAssignor;
import dev.orrery.log.core.partition.Partition;
import dev.orrery.log.core.segment.IndexedLog;
import dev.orrery.log.core.segment.SegmentedLog;
import dev.orrery.log.edge.grpc.LogService;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The log as a component: configuration in, running broker out.
public final class LogServer implements Component {
  private static final AttributeKey<String> GROUP = AttributeKey.stringKey("group");

  private final LogConfig config;
  private final ComponentContext context;
  private final List<AutoCloseable> gauges = new ArrayList<>();
  private @Nullable Broker broker;
  private @Nullable LogService service;
  private @Nullable RpcServer server;
  private boolean stopped;

  public LogServer(LogConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public synchronized void start() throws Exception {
    Broker opened = Broker.open(context.data().disk(), context.time(), brokerOptions());
    LogService offered =
        new LogService(
            opened, context.time(), config.defaultPartitions(), config.streamMaximumAge());
    try {
      server = RpcServer.builder(context).service(offered).start();
    } catch (Exception e) {
      opened.close();
      throw e;
    }
    broker = opened;
    service = offered;
    observe(opened);
    if (!opened.damages().isEmpty()) {
      context.log().error("records are damaged on disk", null, "ranges", opened.damages());
    }
  }

  private BrokerOptions brokerOptions() {
    return new BrokerOptions(
        opener(),
        config.segmentOptions(),
        assignor(),
        config.coordinatorOptions(),
        config.retention().toMillis(),
        config.retentionSize().bytes(),
        config.retentionInterval().toMillis(),
        config.maximumPartitions(),
        config.writers(),
        config.writerQueue(),
        config.readers());
  }

  private Assignor assignor() {
    return switch (config.assignor()) {
      case "sticky" -> new StickyAssignor();
      case "uniform" -> new UniformAssignor();
      case "range" -> new RangeAssignor();
      default -> instance("log.assignor", config.assignor(), Assignor.class);
    };
  }

  private SegmentedLog.Opener opener() {
    return switch (config.segments()) {
      case "indexed" -> IndexedLog::open;
      default -> instance("log.segments", config.segments(), SegmentedLog.Opener.class);
    };
  }

  private static <T> T instance(String key, String className, Class<T> type) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return Class.forName(className, true, loader)
          .asSubclass(type)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new ConfigurationException(
          key
              + " is \""
              + className
              + "\", which is neither a built-in name nor a class on the class path that"
              + " implements "
              + type.getName()
              + " and has a public constructor without arguments");
    }
  }

  private void observe(Broker observed) {
    gauges.add(
        context
            .meter()
            .gaugeBuilder("orrery.consumer.lag")
            .ofLongs()
            .setDescription("records committed by producers and not yet by the group")
            .setUnit("{record}")
            .buildWithCallback(measurement -> recordLags(observed, measurement)));
    gauges.add(
        context
            .meter()
            .gaugeBuilder("orrery.saturation")
            .setDescription("how full the fullest writer's queue is")
            .setUnit("1")
            .buildWithCallback(measurement -> measurement.record(observed.saturation())));
  }

  private static void recordLags(Broker broker, ObservableLongMeasurement measurement) {
    for (String group : broker.groups()) {
      long lag =
          broker.committedOffsets(group).entrySet().stream()
              .mapToLong(it ->
                  broker
                      .partition(it.getKey())
                      .map(Partition::highWatermark)
                      .map(end -> Math.max(0, end - it.getValue().offset()))
                      .orElse(0L))
              .sum();
      measurement.record(lag, Attributes.of(GROUP, group));
    }
  }

  @Override
  public synchronized List<Endpoint> endpoints() {
    return server == null
        ? List.of()
        : List.of(new Endpoint("grpc", context.host(), server.port()));
  }

  @Override
  public synchronized Health health() {
    Broker asked = broker;
    if (asked == null || stopped) {
      return Health.down("not running");
    }
    if (asked.failure().isPresent()) {
      return Health.down("a write failed: " + asked.failure().get().getMessage());
    }
    int damaged = asked.damages().size();
    return damaged == 0
        ? Health.healthy()
        : Health.degraded(damaged + " ranges of records are damaged on disk");
  }

  @Override
  public void close() {
    stop(false);
  }

  @Override
  public void kill() {
    stop(true);
  }

  private synchronized void stop(boolean atOnce) {
    if (stopped || broker == null || server == null || service == null) {
      return;
    }
    stopped = true;
    gauges.forEach(LogServer::closeQuietly);
    service.close();
    if (atOnce) {
      server.kill();
      broker.kill();
    } else {
      server.close();
      broker.close();
    }
  }

  private static void closeQuietly(AutoCloseable gauge) {
    try {
      gauge.close();
    } catch (Exception e) {
      throw new IllegalStateException("a gauge does not close", e);
    }
  }
}
