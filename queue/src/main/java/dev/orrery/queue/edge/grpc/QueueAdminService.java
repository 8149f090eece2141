package dev.orrery.queue.edge.grpc;

import dev.orrery.queue.broker.Broker;
import dev.orrery.queue.core.engine.QueueEngine;
import dev.orrery.queue.v1.DeleteQueueRequest;
import dev.orrery.queue.v1.DeleteQueueResponse;
import dev.orrery.queue.v1.DeleteTopicRequest;
import dev.orrery.queue.v1.DeleteTopicResponse;
import dev.orrery.queue.v1.PurgeQueueRequest;
import dev.orrery.queue.v1.PurgeQueueResponse;
import dev.orrery.queue.v1.QueueAdminGrpc;
import dev.orrery.queue.v1.RedriveDeadLettersRequest;
import dev.orrery.queue.v1.RedriveDeadLettersResponse;
import dev.orrery.queue.v1.UnsubscribeRequest;
import dev.orrery.queue.v1.UnsubscribeResponse;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Callable;

/// The service `orrery.queue.v1.QueueAdmin`. All of it is answered once it is durable.
public final class QueueAdminService extends QueueAdminGrpc.QueueAdminImplBase {
  private static final int MAXIMUM_REDRIVEN = 1_000;

  private final Broker broker;

  public QueueAdminService(Broker broker) {
    this.broker = broker;
  }

  @Override
  public void deleteQueue(
      DeleteQueueRequest request, StreamObserver<DeleteQueueResponse> observer) {
    answer(
        observer,
        () -> {
          int messages = broker.delete(request.getQueue());
          return DeleteQueueResponse.newBuilder().setMessages(messages).build();
        });
  }

  @Override
  public void purgeQueue(PurgeQueueRequest request, StreamObserver<PurgeQueueResponse> observer) {
    answer(
        observer,
        () -> {
          int messages =
              broker.change(
                  (engine, now, durable) -> engine.purge(request.getQueue(), now, durable));
          return PurgeQueueResponse.newBuilder().setMessages(messages).build();
        });
  }

  @Override
  public void redriveDeadLetters(
      RedriveDeadLettersRequest request, StreamObserver<RedriveDeadLettersResponse> observer) {
    answer(
        observer,
        () -> {
          int maximum =
              Requests.count(
                  "maximum_messages",
                  request.getMaximumMessages(),
                  MAXIMUM_REDRIVEN,
                  MAXIMUM_REDRIVEN);
          QueueEngine.Redriven redriven =
              broker.change((engine, now, durable) ->
                  engine.redrive(request.getQueue(), maximum, now, durable));
          return RedriveDeadLettersResponse.newBuilder()
              .setMoved(redriven.moved())
              .setStayed(redriven.stayed())
              .build();
        });
  }

  @Override
  public void deleteTopic(
      DeleteTopicRequest request, StreamObserver<DeleteTopicResponse> observer) {
    answer(
        observer,
        () -> {
          boolean deleted =
              broker.change((engine, now, durable) -> {
                engine.registry().deleteTopic(request.getTopic(), durable);
                return true;
              });
          return DeleteTopicResponse.getDefaultInstance();
        });
  }

  @Override
  public void unsubscribe(
      UnsubscribeRequest request, StreamObserver<UnsubscribeResponse> observer) {
    answer(
        observer,
        () -> {
          boolean existed =
              broker.change((engine, now, durable) ->
                  engine.registry().unsubscribe(request.getTopic(), request.getQueue(), durable));
          return UnsubscribeResponse.newBuilder().setExisted(existed).build();
        });
  }

  private static <R> void answer(StreamObserver<R> observer, Callable<R> body) {
    Unary.answer(
        observer,
        () -> {
          try {
            return body.call();
          } catch (RuntimeException e) {
            throw Refusals.of(e);
          }
        });
  }
}
