package dev.orrery.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.v1.DeregisterRequest;
import dev.orrery.dns.v1.DeregisterResponse;
import dev.orrery.dns.v1.Instance;
import dev.orrery.dns.v1.RegisterRequest;
import dev.orrery.dns.v1.RegisterResponse;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.RenewRequest;
import dev.orrery.dns.v1.RenewResponse;
import dev.orrery.runtime.rpc.Access;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.testkit.wait.Await;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTest {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final int LEASE_MILLIS = 150;
  private static final Endpoint GRPC = new Endpoint("grpc", "127.0.0.1", 9_400);
  private static final Endpoint HTTP = new Endpoint("http", "127.0.0.1", 9_401);

  @TempDir private Path folder;

  private final Ledger ledger = new Ledger();
  private ComponentContext context;
  private RpcServer server;
  private Registration registration;

  /// A registry that grants everything, writes it down, and forgets a lease when told to.
  private static final class Ledger extends RegistryGrpc.RegistryImplBase {
    final List<RegisterRequest> registered = new CopyOnWriteArrayList<>();
    final List<String> deregistered = new CopyOnWriteArrayList<>();
    final AtomicInteger renewals = new AtomicInteger();
    volatile String live = "";

    @Override
    public void register(RegisterRequest request, StreamObserver<RegisterResponse> observer) {
      Unary.answer(
          observer,
          () -> {
            registered.add(request);
            live = "lease-" + registered.size();
            return RegisterResponse.newBuilder()
                .setLeaseId(live)
                .setFencingToken(40 + registered.size())
                .setLeaseMillis(LEASE_MILLIS)
                .build();
          });
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewResponse> observer) {
      Unary.answer(
          observer,
          () -> {
            if (!request.getLeaseId().equals(live)) {
              throw RpcException.notFound("LEASE_LAPSED", "register again");
            }
            renewals.incrementAndGet();
            return RenewResponse.newBuilder().setLeaseMillis(LEASE_MILLIS).build();
          });
    }

    @Override
    public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> observer) {
      Unary.answer(
          observer,
          () -> {
            deregistered.add(request.getLeaseId());
            return DeregisterResponse.getDefaultInstance();
          });
    }
  }

  @BeforeEach
  void start() throws Exception {
    context = ComponentContext.forTest("sample", folder);
    server = RpcServer.builder(context).service(ledger, Access.OPERATOR).start();
    registration = register(server.port());
  }

  private Registration register(int port) {
    return new Registration(
        context.channels().operatorChannel("127.0.0.1:" + port),
        "cache",
        "cache-1",
        List.of(GRPC, HTTP),
        context.faults(),
        context.log());
  }

  @AfterEach
  void stop() {
    registration.abandon();
    server.close();
    context.close();
  }

  private void awaitRenewals(int count) {
    Await.until(BOUND, () -> ledger.renewals.get() >= count, count + " renewals");
  }

  @Test
  void registersEveryEndpointAndRenews() throws Exception {
    assertThat(registration.await()).isTrue();
    assertThat(registration.fencingToken()).isEqualTo(41);
    Instance instance = ledger.registered.getFirst().getInstance();
    assertThat(instance.getService()).isEqualTo("cache");
    assertThat(instance.getName()).isEqualTo("cache-1");
    assertThat(instance.getHost()).isEqualTo("127.0.0.1");
    assertThat(instance.getPortsMap())
        .containsOnlyKeys("grpc", "http")
        .containsValues(9_400, 9_401);
    awaitRenewals(3);
    assertThat(ledger.registered).hasSize(1);
  }

  @Test
  void registersAnewWhenTheLeaseHasLapsedAndNamesItsLastToken() throws Exception {
    assertThat(registration.await()).isTrue();
    ledger.live = "somebody forgot";
    Await.until(BOUND, () -> ledger.registered.size() == 2, "the second registration");
    assertThat(ledger.registered.get(1).getPreviousFencingToken()).isEqualTo(41);
    Await.until(BOUND, () -> registration.fencingToken() == 42, "the new token");
    awaitRenewals(1);
  }

  @Test
  void endsItsLeaseOnceWhenClosed() throws Exception {
    assertThat(registration.await()).isTrue();
    registration.close();
    registration.close();
    assertThat(ledger.deregistered).containsExactly("lease-1");
  }

  @Test
  void leavesTheLeaseToLapseWhenAbandoned() throws Exception {
    assertThat(registration.await()).isTrue();
    registration.abandon();
    registration.close();
    assertThat(ledger.deregistered).isEmpty();
    int renewed = ledger.renewals.get();
    Registration another = register(server.port());
    Await.until(BOUND, () -> ledger.renewals.get() >= renewed + 2, "renewals of another");
    another.close();
    assertThat(ledger.deregistered).containsExactly("lease-2");
  }

  @Test
  void goesOnTryingUntilThereIsARegistry() throws Exception {
    assertThat(registration.await()).isTrue();
    int port = server.port();
    server.kill();
    Registration patient = register(port);
    assertThat(patient.fencingToken()).isZero();
    server = RpcServer.builder(context).service(ledger, Access.OPERATOR).port(port).start();
    Await.until(BOUND, () -> patient.fencingToken() > 0, "the registration");
    patient.close();
    assertThat(ledger.deregistered).hasSize(1);
  }

  @Test
  void registersAnewAfterAPartitionInWhichItsLeaseLapsed() throws Exception {
    assertThat(registration.await()).isTrue();
    context.faults().partition(true);
    ledger.live = "lapsed meanwhile";
    context.faults().partition(false);
    Await.until(BOUND, () -> ledger.registered.size() == 2, "the registration after healing");
  }
}
