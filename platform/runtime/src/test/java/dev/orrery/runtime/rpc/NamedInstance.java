package dev.orrery.runtime.rpc;

import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.system.v1.ControlGrpc;
import dev.orrery.system.v1.InstanceStatus;
import dev.orrery.system.v1.ListRequest;
import dev.orrery.system.v1.ListResponse;
import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;

/// An instance of some service that tells its name to whoever asks: a stand-in for a component.
final class NamedInstance extends ControlGrpc.ControlImplBase {
  private final String name;

  private NamedInstance(String name) {
    this.name = name;
  }

  static RpcServer start(ComponentContext context, String name) throws IOException {
    return RpcServer.builder(context).service(new NamedInstance(name)).start();
  }

  /// Who answers on `channel`.
  static String ask(Channel channel) {
    return ControlGrpc.newBlockingStub(channel)
        .list(ListRequest.getDefaultInstance())
        .getInstances(0)
        .getInstance();
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> observer) {
    Unary.answer(
        observer,
        () ->
            ListResponse.newBuilder()
                .addInstances(InstanceStatus.newBuilder().setInstance(name))
                .build());
  }
}
