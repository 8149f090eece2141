package dev.orrery.objectstore.edge.grpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.core.objects.OpenObject;
import dev.orrery.objectstore.edge.FileThreads;
import dev.orrery.objectstore.edge.Transfer;
import dev.orrery.objectstore.v1.GetRequest;
import dev.orrery.objectstore.v1.GetResponse;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;

/// Objects on their way to clients, each on a virtual thread of its own.
final class GetStreams {
  /// Streams at once; each holds a buffer.
  private static final int MAXIMUM_STREAMS = 256;

  private final ObjectStore store;
  private final FileThreads threads;
  private final Transfer transfer;
  private final Semaphore places = new Semaphore(MAXIMUM_STREAMS);

  GetStreams(ObjectStore store, FileThreads threads) {
    this.store = store;
    this.threads = threads;
    this.transfer = new Transfer(threads);
  }

  void start(GetRequest request, ServerCallStreamObserver<GetResponse> call) {
    if (!places.tryAcquire()) {
      Unary.fail(
          call,
          RpcException.resourceExhausted(
              "SLOW_DOWN", "there are " + MAXIMUM_STREAMS + " streams already"));
      return;
    }
    FlowGate gate = new FlowGate(call);
    Runnable body =
        () -> {
          try {
            send(request, gate);
            call.onCompleted();
          } catch (FlowGate.CancelledException gone) {
            // Nobody waits for an answer.
          } catch (IOException failure) {
            Unary.fail(call, failure);
          } catch (RuntimeException failure) {
            Unary.fail(call, Refusals.of(failure));
          } finally {
            places.release();
          }
        };
    Thread.ofVirtual().name("objectstore-get").start(Context.current().wrap(body));
  }

  private void send(GetRequest request, FlowGate gate) throws IOException {
    String bucket = Requests.bucket(request.getBucket());
    String key = Requests.key(request.getKey());
    OpenObject open = threads.call(() -> store.open(bucket, key));
    try {
      ObjectRecord object = open.object();
      long length = Requests.length(request, object.size());
      gate.send(GetResponse.newBuilder().setObject(Requests.info(key, object, true)).build());
      transfer.send(open, request.getOffset(), length, pieces(gate));
    } finally {
      threads.call(() -> {
        open.close();
        return open;
      });
    }
  }

  private static OutputStream pieces(FlowGate gate) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int at = 0; at < length; at += Requests.PIECE_BYTES) {
          int from = offset + at;
          int count = Math.min(Requests.PIECE_BYTES, length - at);
          byte[] piece = Arrays.copyOfRange(bytes, from, from + count);
          gate.send(
              GetResponse.newBuilder().setData(UnsafeByteOperations.unsafeWrap(piece)).build());
        }
      }
    };
  }
}
