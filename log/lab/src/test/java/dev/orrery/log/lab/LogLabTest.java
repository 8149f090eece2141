package dev.orrery.log.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.orrery.log.LogConfig;
import dev.orrery.log.LogServer;
import dev.orrery.log.core.group.Assignor;
import dev.orrery.log.lab.assignor.AssignorSwapPoint;
import dev.orrery.log.lab.segments.SegmentedLogSwapPoint;
import dev.orrery.log.v1.CommitOffsetsRequest;
import dev.orrery.log.v1.CreateTopicRequest;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.GroupHeartbeatResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.ProduceResponse;
import dev.orrery.log.v1.TopicPartition;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.Verdict;
import dev.orrery.testkit.lab.Experiment;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class LogLabTest {
  private static final Judge TWINS = new Judge(300, 20);
  private static final int SEEDS = 20;

  @TempDir private Path directory;

  LogLabTest() {}

  @TestFactory
  Stream<DynamicTest> builtInsKeepTheirContracts() {
    return Stream.concat(builtIns(new AssignorSwapPoint()), builtIns(new SegmentedLogSwapPoint()));
  }

  private static <S> Stream<DynamicTest> builtIns(SwapPoint<S> point) {
    return point.builtIns().entrySet().stream()
        .flatMap(it ->
            Stream.of(point.contract(), point.named().getOrDefault(it.getKey(), point.contract()))
                .distinct()
                .map(contract ->
                    dynamicTest(
                        point.name() + " " + it.getKey() + " as " + contract.name(),
                        () -> assertAccepted(contract, it.getValue()))));
  }

  private static <S> void assertAccepted(Contract<S> contract, S subject) {
    if (Judge.standard().judge(contract, subject, 1) instanceof Verdict.Rejected rejected) {
      throw new AssertionError(rejected.explain());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyWrongTwinIsRejectedOnTwentySeeds() {
    return Stream.concat(twins(new AssignorSwapPoint()), twins(new SegmentedLogSwapPoint()));
  }

  private static <S> Stream<DynamicTest> twins(SwapPoint<S> point) {
    return point.wrongTwins().stream()
        .map(twin ->
            dynamicTest(
                point.name() + " " + twin.name(),
                () -> {
                  Contract<S> contract =
                      point.named().getOrDefault(twin.against(), point.contract());
                  for (long seed = 1; seed <= SEEDS; seed++) {
                    assertThat(TWINS.judge(contract, twin.subject(), seed).accepted())
                        .as("seed %s", seed)
                        .isFalse();
                  }
                }));
  }

  @Test
  void theStubCompilesAndFails() throws Exception {
    var exercise = new LogLab().exercises().getFirst();
    Path source = directory.resolve("desk/MyAssignor.java");
    Files.createDirectories(directory.resolve("desk"));
    try (InputStream stub = LogLab.class.getResourceAsStream(exercise.stubResource())) {
      assertThat(stub).isNotNull();
      Files.copy(stub, source);
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
    assertThat(result).isZero();
    try (var loader =
        new java.net.URLClassLoader(
            new java.net.URL[] {directory.toUri().toURL()}, LogLab.class.getClassLoader())) {
      AssignorSwapPoint point = new AssignorSwapPoint();
      Assignor stub = point.instantiate(loader.loadClass(exercise.className()));
      assertThat(TWINS.judge(point.contract(), stub, 1).accepted()).isFalse();
    }
  }

  @Test
  void theRebalanceExperimentWritesItsNumbersAndItsPicture() throws Exception {
    Experiment timeline = new LogLab().experiments().getLast();
    List<String> found = timeline.body().run(directory);
    assertThat(found).hasSize(2);
    assertThat(directory.resolve("rebalance-timeline.csv")).isNotEmptyFile();
    assertThat(directory.resolve("rebalance-timeline.svg")).isNotEmptyFile();
  }

  @Test
  void everythingIsFoundByItsServiceFile() {
    List<String> names = new ArrayList<>();
    for (SwapPoint<?> point : ServiceLoader.load(SwapPoint.class)) {
      names.add(point.name());
    }
    assertThat(names).contains("log.assignor", "log.segments");
  }

  @Test
  void theLogKeepsItsContractAndItsWrongTwinsDoNot() throws Exception {
    ComponentContext context = ComponentContext.forTest("log", directory.resolve("data"));
    LogServer server = new LogServer(LogConfig.defaults(), context);
    server.start();
    try {
      Channel channel =
          context.channels().channel("127.0.0.1:" + server.endpoints().getFirst().port());
      Contract<Channel> contract = new LogComponentContract().contract();
      Verdict verdict = new Judge(6, 50).judge(contract, channel, 1);
      if (verdict instanceof Verdict.Rejected rejected) {
        throw new AssertionError(rejected.explain());
      }
      twins()
          .forEach((name, lie) ->
              assertThat(
                      new Judge(5, 0)
                          .judge(contract, ClientInterceptors.intercept(channel, lie), 1)
                          .accepted())
                  .as(name)
                  .isFalse());
    } finally {
      server.close();
      context.close();
    }
  }

  @Test
  void theExampleProducerAndConsumerHandEverythingOverOnce() throws Exception {
    ComponentContext context = ComponentContext.forTest("log", directory.resolve("example"));
    LogServer server = new LogServer(LogConfig.defaults(), context);
    server.start();
    try {
      Channel channel =
          context.channels().channel("127.0.0.1:" + server.endpoints().getFirst().port());
      var created =
          LogGrpc.newBlockingStub(channel)
              .createTopic(
                  CreateTopicRequest.newBuilder().setTopic("greetings").setPartitions(1).build());
      TopicPartition partition = TopicPartition.newBuilder().setTopic("greetings").build();
      var producer = new ProducerAndConsumer.Producer(channel, partition, "greeter");
      assertThat(producer.send(List.of("a", "b"))).isZero();
      assertThat(producer.send(List.of("c"))).isEqualTo(2);
      List<String> seen = new ArrayList<>();
      var consumer = new ProducerAndConsumer.GroupConsumer(channel, "g", "one", "greetings");
      consumer.turn(it -> seen.add(it.getValue().toStringUtf8()));
      producer.send(List.of("d"));
      consumer.turn(it -> seen.add(it.getValue().toStringUtf8()));
      assertThat(seen).containsExactly("a", "b", "c", "d");
    } finally {
      server.close();
      context.close();
    }
  }

  /// Logs that lie, as seen from outside.
  private static Map<String, ClientInterceptor> twins() {
    return Map.of(
        "hides the last record",
        answering(it ->
            it instanceof FetchResponse fetched && fetched.getRecordsCount() > 1
                ? fetched.toBuilder().removeRecords(fetched.getRecordsCount() - 1).build()
                : it),
        "forgets that it is a duplicate",
        answering(it ->
            it instanceof ProduceResponse produced
                ? produced.toBuilder().setDuplicate(false).build()
                : it),
        "answers before the record is readable",
        answering(it ->
            it instanceof ProduceResponse produced
                ? produced.toBuilder().setHighWatermark(produced.getBaseOffset()).build()
                : it),
        "gives everybody everything it knows of",
        new GivesAll(),
        "takes any commit",
        new TakesAnyCommit());
  }

  private static ClientInterceptor answering(UnaryOperator<Object> lie) {
    return new Lying(lie);
  }

  /// Changes answers on their way.
  private static class Lying implements ClientInterceptor {
    private final UnaryOperator<Object> lie;

    Lying(UnaryOperator<Object> lie) {
      this.lie = lie;
    }

    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void start(Listener<R> listener, Metadata headers) {
          super.start(
              new ForwardingClientCallListener.SimpleForwardingClientCallListener<R>(listener) {
                @Override
                @SuppressWarnings("unchecked")
                public void onMessage(R message) {
                  super.onMessage((R) lie.apply(message));
                }
              },
              headers);
        }
      };
    }
  }

  private static final class GivesAll extends Lying {
    private static final java.util.Set<TopicPartition> KNOWN =
        java.util.concurrent.ConcurrentHashMap.newKeySet();

    GivesAll() {
      super(it -> {
        if (!(it instanceof GroupHeartbeatResponse response)) {
          return it;
        }
        KNOWN.addAll(response.getAssignedList());
        String topic = response.getAssignedCount() == 0 ? "" : response.getAssigned(0).getTopic();
        GroupHeartbeatResponse.Builder all = response.toBuilder().clearAssigned();
        KNOWN.stream()
            .filter(known -> topic.isEmpty() || known.getTopic().equals(topic))
            .forEach(all::addAssigned);
        return all.build();
      });
    }
  }

  private static final class TakesAnyCommit implements ClientInterceptor {
    @Override
    public <Q, R> ClientCall<Q, R> interceptCall(
        MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
      return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
        private boolean commit;

        @Override
        public void sendMessage(Q message) {
          commit = message instanceof CommitOffsetsRequest;
          super.sendMessage(message);
        }

        @Override
        public void start(Listener<R> listener, Metadata headers) {
          super.start(
              new ForwardingClientCallListener.SimpleForwardingClientCallListener<R>(listener) {
                @Override
                @SuppressWarnings("unchecked")
                public void onClose(Status status, Metadata trailers) {
                  if (commit && !status.isOk()) {
                    super.onMessage(
                        (R) dev.orrery.log.v1.CommitOffsetsResponse.getDefaultInstance());
                    super.onClose(Status.OK, new Metadata());
                  } else {
                    super.onClose(status, trailers);
                  }
                }
              },
              headers);
        }
      };
    }
  }
}
