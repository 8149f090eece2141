package dev.orrery.system.control;

import dev.orrery.runtime.lifecycle.Faults;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import dev.orrery.system.model.Model;
import dev.orrery.system.model.RunningInstance;
import dev.orrery.system.v1.ControlGrpc;
import dev.orrery.system.v1.Endpoint;
import dev.orrery.system.v1.InstanceStatus;
import dev.orrery.system.v1.ListRequest;
import dev.orrery.system.v1.ListResponse;
import dev.orrery.system.v1.PartitionRequest;
import dev.orrery.system.v1.PartitionResponse;
import dev.orrery.system.v1.SlowRequest;
import dev.orrery.system.v1.SlowResponse;
import dev.orrery.system.v1.StartRequest;
import dev.orrery.system.v1.StartResponse;
import dev.orrery.system.v1.StopRequest;
import dev.orrery.system.v1.StopResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;

/// The control contract over a [Model].
final class ControlService extends ControlGrpc.ControlImplBase {
  private final Model model;

  ControlService(Model model) {
    this.model = model;
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          ListResponse.Builder response = ListResponse.newBuilder();
          model.instances().values().forEach(instance -> response.addInstances(status(instance)));
          model
              .external()
              .forEach((component, address) -> {
                int colon = address.lastIndexOf(':');
                response.addInstances(
                    InstanceStatus.newBuilder()
                        .setInstance(component + "-external")
                        .setComponent(component)
                        .setState(InstanceStatus.State.STATE_EXTERNAL)
                        .addEndpoints(
                            Endpoint.newBuilder()
                                .setName("grpc")
                                .setHost(address.substring(0, colon))
                                .setPort(Integer.parseInt(address.substring(colon + 1)))));
              });
          return response.build();
        });
  }

  @Override
  public void stop(StopRequest request, StreamObserver<StopResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          RunningInstance instance = named(request.getInstance());
          if (request.getHard()) {
            instance.kill();
          } else {
            instance.close();
          }
          return StopResponse.newBuilder().setStatus(status(instance)).build();
        });
  }

  @Override
  public void start(StartRequest request, StreamObserver<StartResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          RunningInstance instance = named(request.getInstance());
          if (instance.running()) {
            throw RpcException.failedPrecondition(
                "ALREADY_RUNNING", instance.spec().name() + " is running");
          }
          try {
            instance.start();
          } catch (IllegalStateException race) {
            throw RpcException.failedPrecondition(
                "ALREADY_RUNNING", String.valueOf(race.getMessage()));
          }
          instance.awaitRegistered();
          return StartResponse.newBuilder().setStatus(status(instance)).build();
        });
  }

  @Override
  public void slow(SlowRequest request, StreamObserver<SlowResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          if (Integer.toUnsignedLong(request.getDelayMillis()) > Faults.MAXIMUM_DELAY.toMillis()) {
            throw RpcException.invalidArgument(
                "delay_millis",
                "at most " + Faults.MAXIMUM_DELAY.toMillis() + ", not " + request.getDelayMillis());
          }
          SlowResponse.Builder response = SlowResponse.newBuilder();
          for (RunningInstance instance : meant(request.getInstance())) {
            instance.faults().slow(Duration.ofMillis(request.getDelayMillis()));
            response.addStatuses(status(instance));
          }
          return response.build();
        });
  }

  @Override
  public void partition(PartitionRequest request, StreamObserver<PartitionResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          PartitionResponse.Builder response = PartitionResponse.newBuilder();
          for (RunningInstance instance : meant(request.getInstance())) {
            instance.faults().partition(request.getPartitioned());
            response.addStatuses(status(instance));
          }
          return response.build();
        });
  }

  private RunningInstance named(String name) {
    RunningInstance instance = model.instances().get(name);
    if (instance == null) {
      throw unknown(name);
    }
    return instance;
  }

  /// One instance, or all of a component.
  private List<RunningInstance> meant(String name) {
    List<RunningInstance> found =
        model.instances().values().stream()
            .filter(instance ->
                instance.spec().name().equals(name) || instance.spec().kind().name().equals(name))
            .toList();
    if (found.isEmpty()) {
      throw unknown(name);
    }
    return found;
  }

  private RpcException unknown(String name) {
    return RpcException.notFound(
        "NO_SUCH_INSTANCE",
        "there is no instance '"
            + name
            + "'; there are "
            + String.join(", ", model.instances().sequencedKeySet()));
  }

  private static InstanceStatus status(RunningInstance instance) {
    Health health = instance.health();
    InstanceStatus.Builder status =
        InstanceStatus.newBuilder()
            .setInstance(instance.spec().name())
            .setComponent(instance.spec().kind().name())
            .setState(
                switch (health.state()) {
                  case HEALTHY -> InstanceStatus.State.STATE_RUNNING;
                  case DEGRADED -> InstanceStatus.State.STATE_DEGRADED;
                  case DOWN ->
                      instance.running()
                          ? InstanceStatus.State.STATE_DEGRADED
                          : InstanceStatus.State.STATE_STOPPED;
                })
            .setDetail(health.detail())
            .setSlowMillis((int) instance.faults().delayMillis())
            .setPartitioned(instance.faults().partitioned());
    instance
        .endpoints()
        .forEach(endpoint ->
            status.addEndpoints(
                Endpoint.newBuilder()
                    .setName(endpoint.name())
                    .setHost(endpoint.host())
                    .setPort(endpoint.port())));
    return status.build();
  }
}
