package dev.orrery.database;

import dev.orrery.database.core.store.OrderedStore;
import dev.orrery.database.core.transaction.TransactionEngine;
import dev.orrery.database.edge.grpc.DatabaseService;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcServer;
import io.opentelemetry.api.metrics.ObservableDoubleGauge;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The database, assembled: configuration and context in, a running component out.
///
/// Threads: the RPC kit's virtual ones, one that commits, one for a checkpoint while it lasts, and
/// a few that read. Closing goes from the outside in: the server, then those threads, and the store
/// last, which must not be touched once closed.
public final class DatabaseServer implements Component {
  private final DatabaseConfig config;
  private final ComponentContext context;
  private @Nullable Running running;

  /// What exists between start and stop.
  private record Running(
      TransactionEngine engine,
      Committer committer,
      ReadPool reads,
      RpcServer server,
      ObservableDoubleGauge saturation) {}

  public DatabaseServer(DatabaseConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public synchronized void start() throws IOException {
    if (running != null) {
      throw new IllegalStateException("already started");
    }
    TransactionEngine engine = open();
    Committer committer =
        new Committer(engine, config, context.instance(), context.time(), context.log());
    ReadPool reads = new ReadPool(config, context.instance());
    try {
      RpcServer server =
          RpcServer.builder(context)
              .service(new DatabaseService(engine, committer, reads, context.time()))
              .start();
      committer.start();
      ObservableDoubleGauge saturation =
          context
              .meter()
              .gaugeBuilder("orrery.saturation")
              .buildWithCallback(measurement -> measurement.record(committer.fullness()));
      running = new Running(engine, committer, reads, server, saturation);
    } catch (IOException | RuntimeException failure) {
      reads.close();
      engine.close();
      throw failure;
    }
  }

  private TransactionEngine open() throws IOException {
    OrderedStore store = SwapPoints.store(config, context.data());
    try {
      TransactionEngine engine =
          new TransactionEngine(
              context.data().disk(),
              store,
              SwapPoints.validator(config),
              new TransactionEngine.Settings(
                  config.retention(),
                  DatabaseService.LONGEST_SNAPSHOT,
                  config.maximumSnapshots(),
                  config.maximumAsyncDelay(),
                  config.segmentSize().bytes(),
                  config.checkpointSize().bytes()),
              context.time().monotonicNanos());
      engine
          .damage()
          .forEach(line -> context.log().warn("commits were lost to damage", "where", line));
      return engine;
    } catch (IOException | RuntimeException failure) {
      store.close();
      throw failure;
    }
  }

  @Override
  public synchronized List<Endpoint> endpoints() {
    return running == null
        ? List.of()
        : List.of(new Endpoint("grpc", context.host(), running.server().port()));
  }

  @Override
  public synchronized Health health() {
    if (running == null) {
      return Health.down("not started");
    }
    TransactionEngine engine = running.engine();
    return engine
        .failure()
        .map(cause ->
            Health.down("the storage failed, commits are refused until a restart: " + cause))
        .orElseGet(() ->
            engine.damage().isEmpty()
                ? Health.healthy()
                : Health.degraded("commits were lost to damage: " + engine.damage()));
  }

  @Override
  public synchronized void close() {
    stop(false);
  }

  @Override
  public synchronized void kill() {
    stop(true);
  }

  private void stop(boolean atOnce) {
    Running stopping = running;
    if (stopping == null) {
      return;
    }
    running = null;
    stopping.saturation().close();
    if (atOnce) {
      stopping.server().kill();
    } else {
      stopping.server().close();
    }
    stopping.committer().close();
    stopping.reads().close();
    try {
      if (atOnce) {
        stopping.engine().abandon();
      } else {
        stopping.engine().close();
      }
    } catch (IOException failure) {
      context.log().error("closing the storage failed", failure);
    }
  }
}
