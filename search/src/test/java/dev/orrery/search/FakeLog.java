package dev.orrery.search;

import com.google.protobuf.ByteString;
import dev.orrery.log.v1.FetchRequest;
import dev.orrery.log.v1.FetchResponse;
import dev.orrery.log.v1.ListOffsetsRequest;
import dev.orrery.log.v1.ListOffsetsResponse;
import dev.orrery.log.v1.ListTopicsRequest;
import dev.orrery.log.v1.ListTopicsResponse;
import dev.orrery.log.v1.LogGrpc;
import dev.orrery.log.v1.Record;
import dev.orrery.runtime.rpc.RpcException;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A log of one topic in memory, as far as a reader can tell.
final class FakeLog extends LogGrpc.LogImplBase implements AutoCloseable {
  private static final int PAGE = 50;

  private final String topic;
  private final List<List<ByteString>> partitions = new ArrayList<>();
  private final Server server;

  FakeLog(String topic, int count) throws IOException {
    this.topic = topic;
    for (int i = 0; i < count; i++) {
      partitions.add(new ArrayList<>());
    }
    this.server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  synchronized void append(int partition, ByteString value) {
    partitions.get(partition).add(value);
    notifyAll();
  }

  synchronized long end(int partition) {
    return partitions.get(partition).size();
  }

  @Override
  public void listTopics(ListTopicsRequest request, StreamObserver<ListTopicsResponse> observer) {
    observer.onNext(
        ListTopicsResponse.newBuilder()
            .addTopics(
                ListTopicsResponse.Topic.newBuilder()
                    .setName(topic)
                    .setPartitions(partitions.size()))
            .build());
    observer.onCompleted();
  }

  @Override
  public void listOffsets(
      ListOffsetsRequest request, StreamObserver<ListOffsetsResponse> observer) {
    observer.onNext(
        ListOffsetsResponse.newBuilder()
            .setHighWatermark(end(request.getPartition().getPartition()))
            .build());
    observer.onCompleted();
  }

  @Override
  public void fetch(FetchRequest request, StreamObserver<FetchResponse> observer) {
    try {
      observer.onNext(page(request));
      observer.onCompleted();
    } catch (RpcException refused) {
      observer.onError(refused.asStatus());
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized FetchResponse page(FetchRequest request) throws InterruptedException {
    List<ByteString> held = partitions.get(request.getPartition().getPartition());
    int offset = (int) request.getOffset();
    if (offset > held.size()) {
      throw RpcException.outOfRange("OFFSET_OUT_OF_RANGE", "beyond the end");
    }
    long deadline = System.nanoTime() + request.getMaxWaitMillis() * 1_000_000L;
    while (offset == held.size() && System.nanoTime() < deadline) {
      wait(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
    FetchResponse.Builder page = FetchResponse.newBuilder().setHighWatermark(held.size());
    for (int i = offset; i < Math.min(held.size(), offset + PAGE); i++) {
      page.addRecords(Record.newBuilder().setValue(held.get(i)).setOffset(i));
    }
    return page.setNextOffset(offset + page.getRecordsCount()).build();
  }

  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }
}
