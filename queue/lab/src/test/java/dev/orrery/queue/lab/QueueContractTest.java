package dev.orrery.queue.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.queue.QueueConfig;
import dev.orrery.queue.QueueServer;
import dev.orrery.queue.lab.component.QueueComponentContract;
import dev.orrery.queue.v1.Delivery;
import dev.orrery.queue.v1.ReceiveResponse;
import dev.orrery.queue.v1.SendResponse;
import dev.orrery.queue.v1.SettleResponse;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Judge;
import dev.orrery.testkit.contract.Verdict;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueContractTest {
  @TempDir private Path directory;

  private ComponentContext context;
  private QueueServer server;
  private Channel channel;

  @BeforeEach
  void start() throws Exception {
    context = ComponentContext.forTest("queue", directory);
    server = new QueueServer(QueueConfig.defaults(), context);
    server.start();
    channel = context.channels().raw("127.0.0.1:" + server.endpoints().getFirst().port());
  }

  @AfterEach
  void stop() {
    server.close();
    context.close();
  }

  @Test
  void theQueueKeepsItsContract() {
    Contract<Channel> contract = new QueueComponentContract().contract();
    Verdict verdict = new Judge(3, 50).judge(contract, channel, 1);
    if (verdict instanceof Verdict.Rejected rejected) {
      throw new AssertionError(rejected.explain());
    }
  }

  @Test
  void queuesThatLieAreCaught() {
    Contract<Channel> contract = new QueueComponentContract().contract();
    lies()
        .forEach((name, lie) ->
            assertThat(
                    new Judge(4, 0)
                        .judge(contract, ClientInterceptors.intercept(channel, lie), 1)
                        .accepted())
                .as(name)
                .isFalse());
  }

  private static Map<String, ClientInterceptor> lies() {
    return Map.of(
        "keeps the last one for itself",
        new Lying(it ->
            it instanceof ReceiveResponse received && received.getDeliveriesCount() > 0
                ? received.toBuilder().removeDeliveries(received.getDeliveriesCount() - 1).build()
                : it),
        "counts deliveries from nought",
        deliveries(it -> it.toBuilder().setDeliveryCount(it.getDeliveryCount() - 1).build()),
        "takes every receipt",
        new Lying(it -> it instanceof SettleResponse ? SettleResponse.getDefaultInstance() : it),
        "does not say whence a dead letter comes",
        deliveries(it -> it.toBuilder().clearDeadLetter().build()),
        "calls a duplicate new",
        new Lying(it -> {
          if (!(it instanceof SendResponse sent)) {
            return it;
          }
          SendResponse.Builder answer = sent.toBuilder();
          answer.getSentBuilderList().forEach(each -> each.setDuplicate(false));
          return answer.build();
        }));
  }

  private static ClientInterceptor deliveries(UnaryOperator<Delivery> lie) {
    return new Lying(it -> {
      if (!(it instanceof ReceiveResponse received)) {
        return it;
      }
      ReceiveResponse.Builder answer = received.toBuilder().clearDeliveries();
      received.getDeliveriesList().forEach(each -> answer.addDeliveries(lie.apply(each)));
      return answer.build();
    });
  }

  /// Changes answers on their way.
  private record Lying(UnaryOperator<Object> lie) implements ClientInterceptor {
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
}
