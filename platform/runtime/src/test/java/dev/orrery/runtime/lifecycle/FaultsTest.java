package dev.orrery.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.system.v1.ControlGrpc;
import dev.orrery.system.v1.ListRequest;
import dev.orrery.system.v1.ListResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
  private static final Duration DELAY = Duration.ofMillis(200);

  private static final class Answering extends ControlGrpc.ControlImplBase {
    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> observer) {
      Unary.answer(observer, ListResponse::getDefaultInstance);
    }
  }

  @Test
  void delayAndSilenceAnInstanceUntilTheyAreHealed(@TempDir Path folder) throws Exception {
    try (ComponentContext victim = ComponentContext.forTest("victim", folder.resolve("victim"));
        ComponentContext caller = ComponentContext.forTest("caller", folder.resolve("caller"));
        RpcServer server = RpcServer.builder(victim).service(new Answering()).start()) {
      ControlGrpc.ControlBlockingStub stub =
          ControlGrpc.newBlockingStub(caller.channels().channel("127.0.0.1:" + server.port()));
      ListRequest request = ListRequest.getDefaultInstance();
      victim.faults().slow(DELAY);
      long start = System.nanoTime();
      assertThat(stub.list(request)).isEqualTo(ListResponse.getDefaultInstance());
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(DELAY);
      victim.faults().slow(Duration.ZERO);
      victim.faults().partition(true);
      assertThatThrownBy(() -> stub.withDeadlineAfter(150, TimeUnit.MILLISECONDS).list(request))
          .as("a partition drops, it does not refuse")
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus().getCode())
                      .isEqualTo(Status.Code.DEADLINE_EXCEEDED));
      victim.faults().partition(false);
      assertThat(stub.list(request)).isEqualTo(ListResponse.getDefaultInstance());
    }
  }

  @Test
  void refuseADelayNobodyWouldWaitFor() {
    Faults faults = new Faults();
    assertThatThrownBy(() -> faults.slow(Faults.MAXIMUM_DELAY.plusMillis(1)))
        .hasMessageContaining("60000");
    assertThatThrownBy(() -> faults.slow(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(faults.delayMillis()).isZero();
  }
}
