package dev.orrery.runtime.lifecycle;

import dev.orrery.dns.v1.DeregisterRequest;
import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.RegisterRequest;
import dev.orrery.dns.v1.RegisterResponse;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.RenewRequest;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.telemetry.Log;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps one running instance in the registry: registers its endpoints under a lease and renews it
/// at a third of its length, registers anew when the lease has lapsed, and goes on trying when the
/// registry is away.
///
/// [#close()] ends the lease at once, so that nobody is sent here while the instance drains;
/// [#abandon()] leaves it to lapse, as a crash would.
public final class Registration implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration RETRY = Duration.ofMillis(300);
  private static final Duration CALL_DEADLINE = Duration.ofSeconds(2);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(3);

  private final Channel registry;
  private final String service;
  private final String name;
  private final List<Endpoint> endpoints;
  private final Faults faults;
  private final Log log;
  private final Thread keeper;
  private final CountDownLatch registered = new CountDownLatch(1);
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile String leaseId = "";
  private volatile long fencingToken;

  /// Starts registering in the background.
  ///
  /// @param registry a channel to the registry that shows the operator's credential
  /// @param endpoints not empty; all on one host
  public Registration(
      Channel registry,
      String service,
      String name,
      List<Endpoint> endpoints,
      Faults faults,
      Log log) {
    this.registry = registry;
    this.service = service;
    this.name = name;
    this.endpoints = List.copyOf(endpoints);
    this.faults = faults;
    this.log = log;
    this.keeper = Thread.ofVirtual().name(name + "-registration").start(this::keep);
  }

  /// Waits, within a bound, until the instance is in the registry for the first time; returns
  /// whether it is.
  public boolean await() throws InterruptedException {
    return registered.await(FIRST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// The fencing token of the current lease, 0 before the first.
  public long fencingToken() {
    return fencingToken;
  }

  @Override
  public void close() {
    if (stop() && !leaseId.isEmpty()) {
      try {
        stub().deregister(DeregisterRequest.newBuilder().setLeaseId(leaseId).build());
      } catch (StatusRuntimeException unreachable) {
        log.warn("could not deregister, the lease will lapse", "reason", unreachable.getStatus());
      }
    }
  }

  /// Stops renewing and tells nobody.
  public void abandon() {
    stop();
  }

  private boolean stop() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    keeper.interrupt();
    try {
      keeper.join(CALL_DEADLINE); // a lease granted this instant is known afterwards
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private void keep() {
    while (!ended.get()) {
      Duration pause = RETRY;
      try {
        if (!faults.partitioned()) {
          pause = leaseId.isEmpty() ? register() : renew();
        }
      } catch (StatusRuntimeException failure) {
        if (failure.getStatus().getCode() == Status.Code.NOT_FOUND
            || failure.getStatus().getCode() == Status.Code.FAILED_PRECONDITION) {
          log.warn("registering anew", "reason", RpcException.reasonOf(failure).orElse("unknown"));
          leaseId = "";
        } else {
          log.debug("registry out of reach", "reason", failure.getStatus());
        }
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException end) {
        return;
      }
    }
  }

  private Duration register() {
    Instance.Builder instance =
        Instance.newBuilder()
            .setService(service)
            .setName(name)
            .setHost(endpoints.getFirst().host());
    endpoints.forEach(endpoint -> instance.putPorts(endpoint.name(), endpoint.port()));
    RegisterResponse lease =
        stub()
            .register(
                RegisterRequest.newBuilder()
                    .setInstance(instance)
                    .setLeaseMillis((int) LEASE.toMillis())
                    .setPreviousFencingToken(fencingToken)
                    .build());
    leaseId = lease.getLeaseId();
    fencingToken = lease.getFencingToken();
    registered.countDown();
    return Duration.ofMillis(lease.getLeaseMillis()).dividedBy(3);
  }

  private Duration renew() {
    int millis =
        stub().renew(RenewRequest.newBuilder().setLeaseId(leaseId).build()).getLeaseMillis();
    return Duration.ofMillis(millis).dividedBy(3);
  }

  private RegistryGrpc.RegistryBlockingStub stub() {
    return RegistryGrpc.newBlockingStub(registry)
        .withDeadlineAfter(CALL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
