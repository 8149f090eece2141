package dev.orrery.dns.edge.grpc;

import dev.orrery.dns.core.registry.Instance;
import dev.orrery.dns.core.registry.LeaseId;
import dev.orrery.dns.core.registry.LeaseReply;
import dev.orrery.dns.core.registry.LeaseRequest;
import dev.orrery.dns.v1.DeregisterRequest;
import dev.orrery.dns.v1.DeregisterResponse;
import dev.orrery.dns.v1.LookupRequest;
import dev.orrery.dns.v1.LookupResponse;
import dev.orrery.dns.v1.RegisterRequest;
import dev.orrery.dns.v1.RegisterResponse;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.RenewRequest;
import dev.orrery.dns.v1.RenewResponse;
import dev.orrery.dns.v1.WatchRequest;
import dev.orrery.dns.v1.WatchResponse;
import dev.orrery.runtime.rpc.Access;
import dev.orrery.runtime.rpc.Caller;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// `orrery.dns.v1.Registry`. Register, Renew and Deregister want the operator's credential, Lookup
/// and Watch none. Thread-safe.
public final class RegistryService extends RegistryGrpc.RegistryImplBase {
  public static final long MINIMUM_LEASE_MILLIS = 1_000;
  public static final long MAXIMUM_LEASE_MILLIS = 300_000;

  /// Watches at a time, at most.
  public static final int MAXIMUM_WATCHERS = 1_024;

  private final RegistryDriver driver;
  private final long defaultLeaseMillis;
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  public RegistryService(RegistryDriver driver, long defaultLeaseMillis) {
    this.driver = driver;
    this.defaultLeaseMillis = defaultLeaseMillis;
  }

  /// Tells the watchers of the services that changed. Called under the driver's lock; never waits.
  public void publish(RegistryDriver.Snapshot snapshot) {
    for (Watcher watcher : watchers) {
      String service = watcher.service();
      if (snapshot.changes().stream().anyMatch(c -> c.instance().service().equals(service))) {
        watcher.offer(watchResponse(service, snapshot));
      }
    }
  }

  /// Ends all watches with UNAVAILABLE and takes no new ones.
  public void drain() {
    draining = true;
    watchers.forEach(watcher -> watcher.end(drained().asStatus()));
    watchers.clear();
  }

  private static RpcException drained() {
    return RpcException.unavailable("DRAINING", "this server is stopping; watch another");
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<RegisterResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          Caller.current().require(Access.OPERATOR);
          LeaseReply reply =
              step(
                  new LeaseRequest.Register(
                      instance(request.getInstance()),
                      lease(request.getLeaseMillis()),
                      request.getPreviousFencingToken()));
          if (reply instanceof LeaseReply.Granted(LeaseId lease, long millis)) {
            return RegisterResponse.newBuilder()
                .setLeaseId(lease.text())
                .setFencingToken(lease.token())
                .setLeaseMillis((int) millis)
                .build();
          }
          throw refusal(reply, request.getInstance().getName());
        });
  }

  @Override
  public void renew(RenewRequest request, StreamObserver<RenewResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          Caller.current().require(Access.OPERATOR);
          LeaseReply reply =
              LeaseId.parse(request.getLeaseId())
                  .<LeaseReply>map(lease -> step(new LeaseRequest.Renew(lease)))
                  .orElse(new LeaseReply.Refused(LeaseReply.Reason.LEASE_LAPSED));
          if (reply instanceof LeaseReply.Renewed(LeaseId _, long millis)) {
            return RenewResponse.newBuilder().setLeaseMillis((int) millis).build();
          }
          throw refusal(reply, request.getLeaseId());
        });
  }

  @Override
  public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          Caller.current().require(Access.OPERATOR);
          LeaseId.parse(request.getLeaseId())
              .ifPresent(lease -> step(new LeaseRequest.Deregister(lease)));
          return DeregisterResponse.getDefaultInstance();
        });
  }

  @Override
  public void lookup(LookupRequest request, StreamObserver<LookupResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          RegistryDriver.Snapshot now = driver.current();
          return LookupResponse.newBuilder()
              .addAllInstances(instancesOf(request.getService(), now))
              .setRevision(now.revision())
              .build();
        });
  }

  @Override
  public void watch(WatchRequest request, StreamObserver<WatchResponse> observer) {
    Watcher watcher =
        new Watcher(request.getService(), (ServerCallStreamObserver<WatchResponse>) observer);
    if (draining || watchers.size() >= MAXIMUM_WATCHERS) {
      Unary.fail(
          observer,
          draining
              ? drained()
              : RpcException.resourceExhausted(
                  "TOO_MANY_WATCHERS", "this registry has its " + MAXIMUM_WATCHERS + " watchers"));
      return;
    }
    ServerCallStreamObserver<WatchResponse> client =
        (ServerCallStreamObserver<WatchResponse>) observer;
    client.setOnReadyHandler(watcher::flush);
    client.setOnCancelHandler(() -> {
      watcher.cancelled();
      watchers.remove(watcher);
    });
    driver.atomically(now -> {
      watchers.add(watcher);
      watcher.offer(watchResponse(request.getService(), now));
    });
    if (draining) {
      drain();
    }
  }

  private LeaseReply step(LeaseRequest request) {
    try {
      return driver.step(request);
    } catch (IOException failure) {
      throw RpcException.unavailable("DISK_FAILED", String.valueOf(failure.getMessage()));
    }
  }

  private long lease(int asked) {
    long millis = asked == 0 ? defaultLeaseMillis : Integer.toUnsignedLong(asked);
    if (millis < MINIMUM_LEASE_MILLIS || millis > MAXIMUM_LEASE_MILLIS) {
      throw RpcException.invalidArgument(
          "lease_millis", "must be 1000 to 300000, or 0 for the default, not " + millis);
    }
    return millis;
  }

  private static Instance instance(dev.orrery.dns.v1.Instance asked) {
    try {
      return new Instance(
          asked.getService(),
          asked.getName(),
          Instance.host(asked.getHost()),
          new TreeMap<>(asked.getPortsMap()),
          asked.getWeight() == 0 ? 1 : asked.getWeight(),
          0);
    } catch (Instance.InvalidInstanceException invalid) {
      throw RpcException.invalidArgument("instance." + invalid.field(), invalid.why());
    }
  }

  private static RpcException refusal(LeaseReply reply, String subject) {
    if (!(reply instanceof LeaseReply.Refused refused)) {
      throw new IllegalStateException("unexpected reply " + reply);
    }
    LeaseReply.Reason reason = refused.reason();
    return switch (reason) {
      case INSTANCE_LEASED ->
          RpcException.alreadyExists(
              reason.name(),
              subject + " is held by a live lease; name its fencing token to take it over");
      case LEASE_LAPSED ->
          RpcException.notFound(reason.name(), "the lease " + subject + " is over; register again");
      case FENCED ->
          RpcException.failedPrecondition(
              reason.name(), subject + " was registered anew under a larger fencing token");
      case TOO_MANY_INSTANCES ->
          RpcException.resourceExhausted(reason.name(), "this registry is full");
    };
  }

  private static WatchResponse watchResponse(String service, RegistryDriver.Snapshot snapshot) {
    return WatchResponse.newBuilder()
        .addAllInstances(instancesOf(service, snapshot))
        .setRevision(snapshot.revision())
        .build();
  }

  private static List<dev.orrery.dns.v1.Instance> instancesOf(
      String service, RegistryDriver.Snapshot snapshot) {
    return snapshot.instances().stream()
        .filter(instance -> instance.service().equals(service))
        .map(RegistryService::message)
        .toList();
  }

  private static dev.orrery.dns.v1.Instance message(Instance instance) {
    return dev.orrery.dns.v1.Instance.newBuilder()
        .setService(instance.service())
        .setName(instance.name())
        .setHost(instance.host().getHostAddress())
        .putAllPorts(instance.ports())
        .setFencingToken(instance.token())
        .setWeight(instance.weight())
        .build();
  }
}
