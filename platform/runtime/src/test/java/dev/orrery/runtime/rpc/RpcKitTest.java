package dev.orrery.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.orrery.dns.v1.DeregisterRequest;
import dev.orrery.dns.v1.DeregisterResponse;
import dev.orrery.dns.v1.LookupRequest;
import dev.orrery.dns.v1.LookupResponse;
import dev.orrery.dns.v1.RegistryGrpc;
import dev.orrery.dns.v1.RenewRequest;
import dev.orrery.dns.v1.RenewResponse;
import dev.orrery.runtime.lifecycle.ComponentContext;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kit's promises, shown on a made-up implementation of a small contract.
class RpcKitTest {
  @TempDir private Path folder;

  private final AtomicReference<Caller> seen = new AtomicReference<>();
  private final AtomicReference<Long> remainingMillis = new AtomicReference<>();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private ComponentContext context;
  private RpcServer server;
  private Channel channel;

  private final class Sample extends RegistryGrpc.RegistryImplBase {
    @Override
    public void lookup(LookupRequest request, StreamObserver<LookupResponse> observer) {
      Unary.answer(
          observer,
          () -> {
            seen.set(Caller.current());
            remainingMillis.set(
                Context.current().getDeadline().timeRemaining(TimeUnit.MILLISECONDS));
            return switch (request.getService()) {
              case "refused" ->
                  throw RpcException.notFound("NO_SUCH_THING", "there is none").with("thing", "x");
              case "bug" -> throw new IllegalStateException("a secret");
              case "actor" -> {
                Caller.current().requireActor();
                yield LookupResponse.getDefaultInstance();
              }
              default -> LookupResponse.newBuilder().setRevision(7).build();
            };
          });
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<RenewResponse> observer) {
      throw RpcException.failedPrecondition("FENCED", "thrown past the observer");
    }

    @Override
    public void deregister(DeregisterRequest request, StreamObserver<DeregisterResponse> observer) {
      Context.current().addListener(_ -> cancelled.countDown(), Runnable::run);
      entered.countDown();
    }
  }

  @BeforeEach
  void start() throws Exception {
    context = ComponentContext.forTest("sample", folder);
    server = RpcServer.builder(context).service(new Sample(), Access.SERVICE).start();
    channel = context.channels().channel("127.0.0.1:" + server.port());
  }

  @AfterEach
  void stop() {
    server.close();
    context.close();
  }

  private RegistryGrpc.RegistryBlockingStub stub() {
    return RegistryGrpc.newBlockingStub(channel);
  }

  private static LookupRequest ask(String service) {
    return LookupRequest.newBuilder().setService(service).build();
  }

  private static StatusRuntimeException refusal(Runnable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call::run);
  }

  @Test
  void everyUnaryCallHasADeadline() {
    assertThat(stub().lookup(ask("fine")).getRevision()).isEqualTo(7);
    assertThat(remainingMillis.get()).isBetween(1L, RpcChannels.DEFAULT_DEADLINE.toMillis());
  }

  @Test
  void aRefusalCarriesCodeReasonAndMetadata() {
    StatusRuntimeException refusal = refusal(() -> stub().lookup(ask("refused")));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(refusal.getStatus().getDescription()).isEqualTo("there is none");
    assertThat(RpcException.reasonOf(refusal)).contains("NO_SUCH_THING");
    assertThat(RpcException.metadataOf(refusal)).containsEntry("thing", "x");
  }

  @Test
  void aRefusalThrownByTheMethodItselfArrivesToo() {
    StatusRuntimeException refusal = refusal(() -> stub().renew(RenewRequest.getDefaultInstance()));
    assertThat(RpcException.reasonOf(refusal)).contains("FENCED");
  }

  @Test
  void aBugTellsTheCallerNothing() {
    StatusRuntimeException refusal = refusal(() -> stub().lookup(ask("bug")));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(refusal.getStatus().getDescription()).doesNotContain("secret");
  }

  @Test
  void aStrangerIsRefusedAndTheActorOfAStrangerIsNotBelieved() {
    ManagedChannel stranger =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    try {
      StatusRuntimeException refusal =
          refusal(() -> RegistryGrpc.newBlockingStub(stranger).lookup(ask("fine")));
      assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
      assertThat(RpcException.reasonOf(refusal)).contains("CREDENTIAL_REQUIRED");
    } finally {
      stranger.shutdownNow();
    }
  }

  @Test
  void theActorAndTheCallersNameTravel() throws Exception {
    Caller.actingFor("42", Set.of("user", "admin"), () -> stub().lookup(ask("actor")));
    assertThat(seen.get().actor()).contains("42");
    assertThat(seen.get().roles()).containsExactlyInAnyOrder("user", "admin");
    assertThat(seen.get().service()).isEqualTo("sample-1");
    assertThat(refusal(() -> stub().lookup(ask("actor"))).getStatus().getCode())
        .isEqualTo(Status.Code.UNAUTHENTICATED);
  }

  @Test
  void cancellationReachesTheServer() throws Exception {
    Future<DeregisterResponse> call =
        RegistryGrpc.newFutureStub(channel).deregister(DeregisterRequest.getDefaultInstance());
    assertThat(entered.await(5, TimeUnit.SECONDS)).isTrue();
    call.cancel(true);
    assertThat(cancelled.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void injectedFaultsDelayAndSilence() {
    context.faults().slow(Duration.ofMillis(150));
    long start = System.nanoTime();
    stub().lookup(ask("fine"));
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(150).toNanos());
    context.faults().slow(Duration.ZERO);
    context.faults().partition(true);
    assertThat(refusal(() -> stub().lookup(ask("fine"))).getStatus().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void aMessageBeyondTheBoundIsRefused() {
    String large = "x".repeat(RpcServer.MAXIMUM_MESSAGE_BYTES + 1);
    assertThat(refusal(() -> stub().lookup(ask(large))).getStatus().getCode())
        .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.CANCELLED);
  }

  @Test
  void anUnknownNeighbourFailsFastAndSaysWhy() {
    StatusRuntimeException refusal =
        refusal(() ->
            RegistryGrpc.newBlockingStub(context.channels().channel("orrery:///cache"))
                .lookup(ask("x")));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refusal.getStatus().getDescription()).contains("cache").contains("neighbours.dns");
  }
}
