package dev.orrery.queue;

import dev.orrery.queue.broker.Broker;
import dev.orrery.queue.broker.BrokerOptions;
import dev.orrery.queue.core.engine.EngineOptions;
import dev.orrery.queue.core.engine.QueueException;
import dev.orrery.queue.core.engine.QueueView;
import dev.orrery.queue.edge.grpc.QueueAdminService;
import dev.orrery.queue.edge.grpc.QueueService;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.Access;
import dev.orrery.runtime.rpc.RpcServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The queue as a component: configuration in, running broker out.
public final class QueueServer implements Component {
  private static final AttributeKey<String> QUEUE = AttributeKey.stringKey("queue");

  private final QueueConfig config;
  private final ComponentContext context;
  private final List<AutoCloseable> gauges = new ArrayList<>();
  private @Nullable Broker broker;
  private @Nullable QueueService service;
  private @Nullable RpcServer server;
  private boolean stopped;

  public QueueServer(QueueConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public synchronized void start() throws Exception {
    Broker opened = Broker.open(context.data().disk(), context.time(), brokerOptions());
    QueueService offered = new QueueService(opened, config.limits(), config.streamMaximumAge());
    try {
      server =
          RpcServer.builder(context)
              .service(offered)
              .service(new QueueAdminService(opened), Access.OPERATOR)
              .start();
    } catch (Exception e) {
      opened.close();
      throw e;
    }
    broker = opened;
    service = offered;
    observe(opened);
    if (!opened.damages().isEmpty()) {
      context.log().error("the journal is damaged on disk", null, "ranges", opened.damages());
    }
  }

  private BrokerOptions brokerOptions() {
    EngineOptions engine =
        new EngineOptions(
            Algorithms.ledger(config.ledger()),
            Algorithms.retry(config.retry()),
            config.maximumQueues(),
            config.maximumSubscriptions(),
            config.maximumSize().bytes(),
            config.deduplicationWindow().toMillis(),
            config.deduplicationIds(),
            config.seed());
    return new BrokerOptions(
        engine, config.journalOptions(), config.inbox(), config.flushInterval().toMillis());
  }

  private void observe(Broker observed) {
    gauges.add(
        context
            .meter()
            .gaugeBuilder("orrery.queue.depth")
            .ofLongs()
            .setDescription("messages in the queue, whatever their state")
            .setUnit("{message}")
            .buildWithCallback(measurement -> recordDepths(observed, measurement)));
    gauges.add(
        context
            .meter()
            .gaugeBuilder("orrery.saturation")
            .setDescription("how full the inbox of operations that wait for the disk is")
            .setUnit("1")
            .buildWithCallback(measurement -> measurement.record(observed.saturation())));
  }

  private static void recordDepths(Broker broker, ObservableLongMeasurement measurement) {
    List<QueueView> views;
    try {
      views =
          broker.read((engine, now) ->
              engine.registry().queueNames().stream().map(engine.registry()::describe).toList());
    } catch (QueueException stopping) {
      return; // a broker that has stopped has no depth to tell
    }
    views.forEach(it -> measurement.record(it.counts().total(), Attributes.of(QUEUE, it.name())));
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
    int damaged = asked.damages().values().stream().mapToInt(List::size).sum();
    return damaged == 0
        ? Health.healthy()
        : Health.degraded(damaged + " stretches of the journal are damaged on disk");
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
    gauges.forEach(QueueServer::closeQuietly);
    if (atOnce) {
      broker.kill();
      service.close();
      server.kill();
    } else {
      service.close();
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
