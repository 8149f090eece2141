package dev.orrery.dns.edge.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.dns.core.registry.FencingTokens;
import dev.orrery.dns.core.registry.OrderedLeaseTable;
import dev.orrery.dns.v1.DeregisterRequest;
import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.LookupRequest;
import dev.orrery.dns.v1.RegisterRequest;
import dev.orrery.dns.v1.RegisterResponse;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.RenewRequest;
import dev.orrery.dns.v1.WatchRequest;
import dev.orrery.dns.v1.WatchResponse;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.testkit.disk.CrashDisk;
import dev.orrery.testkit.wait.Await;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The contract's rules over a real socket, on a clock that the test turns.
class RegistryServiceTest {
  @TempDir Path folder;
  private final AtomicLong now = new AtomicLong();
  private ComponentContext context;
  private RegistryDriver driver;
  private RegistryService service;
  private RpcServer server;
  private RegistryGrpc.RegistryBlockingStub registry;
  private RegistryGrpc.RegistryBlockingStub stranger;

  @BeforeEach
  void start() throws Exception {
    context = ComponentContext.forTest("dns", folder);
    Time clock =
        new Time() {
          @Override
          public long monotonicNanos() {
            return now.get();
          }

          @Override
          public long wallMillis() {
            return 0;
          }
        };
    AtomicReference<RegistryService> published = new AtomicReference<>();
    driver =
        new RegistryDriver(
            new OrderedLeaseTable(FencingTokens.open(new CrashDisk(1)), 0, 0),
            clock,
            snapshot -> published.get().publish(snapshot));
    service = new RegistryService(driver, 10_000);
    published.set(service);
    driver.start(List.of());
    server = RpcServer.builder(context).service(service).start();
    String target = "127.0.0.1:" + server.port();
    registry = RegistryGrpc.newBlockingStub(context.channels().operatorChannel(target));
    stranger = RegistryGrpc.newBlockingStub(context.channels().channel(target));
  }

  @AfterEach
  void stop() {
    service.drain();
    server.kill();
    driver.close();
    context.close();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static Instance.Builder instance(String name) {
    return Instance.newBuilder()
        .setService("cache")
        .setName(name)
        .setHost("127.0.0.1")
        .putPorts("grpc", 9_400);
  }

  private RegisterResponse register(String name, long previousToken) {
    return registry.register(
        RegisterRequest.newBuilder()
            .setInstance(instance(name))
            .setPreviousFencingToken(previousToken)
            .build());
  }

  private List<String> live() {
    return stranger
        .lookup(LookupRequest.newBuilder().setService("cache").build())
        .getInstancesList()
        .stream()
        .map(Instance::getName)
        .toList();
  }

  private static void refused(Runnable call, Status.Code code, String reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            status -> {
              assertThat(status.getStatus().getCode()).isEqualTo(code);
              assertThat(RpcException.reasonOf(status)).contains(reason);
            });
  }

  private RenewRequest renewal(RegisterResponse lease) {
    return RenewRequest.newBuilder().setLeaseId(lease.getLeaseId()).build();
  }

  @Test
  void aLeaseIsGrantedRenewedAndLapses() {
    RegisterResponse lease = register("cache-1", 0);
    assertThat(lease.getLeaseMillis()).isEqualTo(10_000);
    assertThat(lease.getFencingToken()).isPositive();
    pass(Duration.ofSeconds(9));
    assertThat(registry.renew(renewal(lease)).getLeaseMillis()).isEqualTo(10_000);
    pass(Duration.ofSeconds(9));
    assertThat(live()).containsExactly("cache-1");
    pass(Duration.ofSeconds(1));
    assertThat(live()).isEmpty();
    refused(() -> registry.renew(renewal(lease)), Status.Code.NOT_FOUND, "LEASE_LAPSED");
  }

  @Test
  void aTakeoverFencesTheFormerHolder() {
    RegisterResponse old = register("cache-1", 0);
    refused(() -> register("cache-1", 0), Status.Code.ALREADY_EXISTS, "INSTANCE_LEASED");
    RegisterResponse taken = register("cache-1", old.getFencingToken());
    assertThat(taken.getFencingToken()).isGreaterThan(old.getFencingToken());
    refused(() -> registry.renew(renewal(old)), Status.Code.FAILED_PRECONDITION, "FENCED");
    registry.deregister(DeregisterRequest.newBuilder().setLeaseId(old.getLeaseId()).build());
    assertThat(live()).containsExactly("cache-1");
    registry.deregister(DeregisterRequest.newBuilder().setLeaseId(taken.getLeaseId()).build());
    registry.deregister(DeregisterRequest.newBuilder().setLeaseId(taken.getLeaseId()).build());
    assertThat(live()).isEmpty();
  }

  @Test
  void onlyTheOperatorChangesTheRegistry() {
    RegisterRequest request = RegisterRequest.newBuilder().setInstance(instance("cache-1")).build();
    refused(() -> stranger.register(request), Status.Code.UNAUTHENTICATED, "CREDENTIAL_REQUIRED");
    refused(
        () -> stranger.renew(RenewRequest.getDefaultInstance()),
        Status.Code.UNAUTHENTICATED,
        "CREDENTIAL_REQUIRED");
    refused(
        () -> stranger.deregister(DeregisterRequest.getDefaultInstance()),
        Status.Code.UNAUTHENTICATED,
        "CREDENTIAL_REQUIRED");
    assertThat(live()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Cache, cache-1, 127.0.0.1, grpc, 9400, 0, 0, instance.service",
    "cache, cache_1, 127.0.0.1, grpc, 9400, 0, 0, instance.name",
    "cache, cache-, 127.0.0.1, grpc, 9400, 0, 0, instance.name",
    "cache, cache-1, localhost, grpc, 9400, 0, 0, instance.host",
    "cache, cache-1, 127.0.0.256, grpc, 9400, 0, 0, instance.host",
    "cache, cache-1, 127.0.0.1, grpc, 0, 0, 0, instance.ports",
    "cache, cache-1, 127.0.0.1, grpc, 70000, 0, 0, instance.ports",
    "cache, cache-1, 127.0.0.1, GRPC, 9400, 0, 0, instance.ports",
    "cache, cache-1, 127.0.0.1, grpc, 9400, 999, 0, lease_millis",
    "cache, cache-1, 127.0.0.1, grpc, 9400, 300001, 0, lease_millis",
    "cache, cache-1, 127.0.0.1, grpc, 9400, -1, 0, lease_millis",
    "cache, cache-1, 127.0.0.1, grpc, 9400, 0, 65536, instance.weight",
  })
  void aBadFieldIsNamed(
      String service,
      String name,
      String host,
      String portName,
      int port,
      int lease,
      int weight,
      String field) {
    RegisterRequest request =
        RegisterRequest.newBuilder()
            .setInstance(
                Instance.newBuilder()
                    .setService(service)
                    .setName(name)
                    .setHost(host)
                    .putPorts(portName, port)
                    .setWeight(weight))
            .setLeaseMillis(lease)
            .build();
    assertThatThrownBy(() -> registry.register(request))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            status -> {
              assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(RpcException.metadataOf(status)).containsEntry("field", field);
            });
  }

  @Test
  void anInstanceWithoutPortsIsRefusedAndALeaseNobodyGaveIsLapsed() {
    Instance.Builder portless = instance("cache-1").clearPorts();
    refused(
        () -> registry.register(RegisterRequest.newBuilder().setInstance(portless).build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD");
    for (String id : List.of("", "x", "cache-1@", "cache-1@99999999999999999999", "@1")) {
      refused(
          () -> registry.renew(RenewRequest.newBuilder().setLeaseId(id).build()),
          Status.Code.NOT_FOUND,
          "LEASE_LAPSED");
    }
  }

  @Test
  void aWatcherSeesTheListNowAndAfterEachChangeOfItsService() {
    register("cache-1", 0);
    Recorder recorder = watch();
    Await.until(
        Duration.ofSeconds(10), () -> recorder.names().equals(List.of("[cache-1]")), "the list");
    RegisterResponse second = register("cache-2", 0);
    registry.register(
        RegisterRequest.newBuilder().setInstance(instance("web-1").setService("web")).build());
    registry.deregister(DeregisterRequest.newBuilder().setLeaseId(second.getLeaseId()).build());
    Await.until(
        Duration.ofSeconds(10),
        () -> recorder.names().getLast().equals("[cache-1]") && recorder.names().size() > 1,
        "the list without cache-2");
    assertThat(recorder.names()).isSubsetOf("[cache-1]", "[cache-1, cache-2]");
    assertThat(recorder.revisions()).isSorted();
  }

  @Test
  void drainingEndsWatchesWithUnavailable() {
    Recorder recorder = watch();
    Await.until(Duration.ofSeconds(10), () -> recorder.names().size() == 1, "the empty list");
    service.drain();
    Await.until(
        Duration.ofSeconds(10),
        () -> Status.fromThrowable(recorder.end.get()).getCode() == Status.Code.UNAVAILABLE,
        "the watch to end");
  }

  private Recorder watch() {
    Recorder recorder = new Recorder();
    RegistryGrpc.newStub(stranger.getChannel())
        .watch(WatchRequest.newBuilder().setService("cache").build(), recorder);
    return recorder;
  }

  private static final class Recorder implements StreamObserver<WatchResponse> {
    final List<WatchResponse> responses = new CopyOnWriteArrayList<>();
    final AtomicReference<Throwable> end = new AtomicReference<>(new Exception("not ended"));

    List<String> names() {
      return responses.stream()
          .map(response ->
              response.getInstancesList().stream().map(Instance::getName).toList().toString())
          .toList();
    }

    List<Long> revisions() {
      return responses.stream().map(WatchResponse::getRevision).toList();
    }

    @Override
    public void onNext(WatchResponse response) {
      responses.add(response);
    }

    @Override
    public void onError(Throwable failure) {
      end.set(failure);
    }

    @Override
    public void onCompleted() {
      end.set(new Exception("completed"));
    }
  }
}
