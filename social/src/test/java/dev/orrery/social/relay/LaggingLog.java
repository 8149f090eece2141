package dev.orrery.social.relay;

import com.google.protobuf.ByteString;
import dev.orrery.log.v1.FetchRequest;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.InitProducerRequest;
import dev.orrery.log.v1.InitProducerResponse;
import dev.orrery.log.v1.ListOffsetsRequest;
import dev.orrery.log.v1.ListOffsetsResponse;
import dev.orrery.log.v1.ListTopicsRequest;
import dev.orrery.log.v1.ListTopicsResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.ProduceRequest;
import dev.orrery.log.v1.ProduceResponse;
import dev.orrery.log.v1.Record;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/// One partition of a log whose disk is slow: a record with the key `held` is appended and stays
/// above the high watermark, unanswered, until a later one is forced.
final class LaggingLog extends LogGrpc.LogImplBase {
  static final ByteString HELD = ByteString.copyFromUtf8("held");

  private final List<Record> records = new ArrayList<>();
  private int forced;
  private int epoch;

  synchronized int appended() {
    return records.size();
  }

  @Override
  public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> observer) {
    answer(
        observer,
        ListTopicsResponse.newBuilder()
            .addTopics(
                ListTopicsResponse.Topic.newBuilder().setName(PostTopic.NAME).setPartitions(1))
            .build());
  }

  @Override
  public synchronized void initProducer(
      InitProducerRequest request, StreamObserver<InitProducerResponse> observer) {
    answer(
        observer,
        InitProducerResponse.newBuilder().setProducerId(1).setProducerEpoch(++epoch).build());
  }

  @Override
  public synchronized void produce(
      ProduceRequest request, StreamObserver<ProduceResponse> observer) {
    records.addAll(request.getRecordsList());
    if (!request.getRecords(0).getKey().equals(HELD)) {
      forced = records.size();
      answer(observer, ProduceResponse.newBuilder().setHighWatermark(forced).build());
    }
  }

  @Override
  public synchronized void listOffsets(
      ListOffsetsRequest request, StreamObserver<ListOffsetsResponse> observer) {
    answer(observer, ListOffsetsResponse.newBuilder().setHighWatermark(forced).build());
  }

  @Override
  public synchronized void fetch(FetchRequest request, StreamObserver<FetchResponse> observer) {
    answer(
        observer,
        FetchResponse.newBuilder()
            .addAllRecords(records.subList((int) request.getOffset(), forced))
            .setNextOffset(forced)
            .build());
  }

  private static <T> void answer(StreamObserver<T> observer, T message) {
    observer.onNext(message);
    observer.onCompleted();
  }
}
