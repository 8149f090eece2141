package dev.orrery.loadbalancer.edge.registry;

import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.WatchRequest;
import dev.orrery.dns.v1.WatchResponse;
import dev.orrery.loadbalancer.core.backend.Backend;
import dev.orrery.loadbalancer.core.backend.BackendPool;
import dev.orrery.runtime.telemetry.Log;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/// Keeps a pool in step with the registry: watches the service and follows each change.
///
/// When the watch breaks, the backends last known stay in use, since a registry that is away says
/// nothing about those it registered; the watch is tried again, each time a little later.
public final class RegistryFollower implements AutoCloseable {
  /// The port of an instance that speaks HTTP.
  public static final String PORT_NAME = "http";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Channel registry;
  private final BackendPool pool;
  private final String service;
  private final String portName;
  private final Log log;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile boolean connected;

  /// Begins to follow.
  ///
  /// @param service as it is registered
  /// @param portName which of an instance's ports clients are sent to; instances without one are
  ///   not followed
  public RegistryFollower(
      Channel registry, BackendPool pool, String service, String portName, Log log) {
    this.registry = registry;
    this.pool = pool;
    this.service = service;
    this.portName = portName;
    this.log = log;
    this.thread = Thread.ofVirtual().name("follow-" + pool.service()).start(this::run);
  }

  /// Whether the registry was heard and the watch stands.
  public boolean isConnected() {
    return connected;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!stopped) {
        boolean heard = watch();
        pause = heard ? FIRST_PAUSE : pause;
        Thread.sleep(pause);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                ? pause.multipliedBy(2)
                : LONGEST_PAUSE;
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /// Follows one watch to its end; returns whether anything was heard.
  private boolean watch() throws InterruptedException {
    ArrayBlockingQueue<Boolean> ended = new ArrayBlockingQueue<>(1);
    Context.CancellableContext call = Context.current().withCancellation();
    try {
      call.run(() ->
          RegistryGrpc.newStub(registry)
              .watch(WatchRequest.newBuilder().setService(service).build(), new Watcher(ended)));
      return ended.take();
    } finally {
      connected = false;
      call.cancel(null);
    }
  }

  private final class Watcher implements StreamObserver<WatchResponse> {
    private final ArrayBlockingQueue<Boolean> ended;
    private boolean heard;

    Watcher(ArrayBlockingQueue<Boolean> ended) {
      this.ended = ended;
    }

    @Override
    public void onNext(WatchResponse response) {
      if (stopped) {
        return;
      }
      heard = true;
      connected = true;
      List<Backend.Address> addresses = new ArrayList<>();
      for (Instance instance : response.getInstancesList()) {
        if (instance.containsPorts(portName)) {
          addresses.add(
              new Backend.Address(
                  instance.getName(),
                  instance.getHost(),
                  instance.getPortsOrThrow(portName),
                  Math.max(1, instance.getWeight())));
        }
      }
      pool.replace(addresses);
      log.debug("backends", "service", pool.service(), "count", addresses.size());
    }

    @Override
    public void onError(Throwable failure) {
      log.debug("registry lost", "service", pool.service(), "cause", failure.toString());
      end();
    }

    @Override
    public void onCompleted() {
      end();
    }

    private void end() {
      ended.offer(heard);
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
