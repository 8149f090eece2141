package dev.orrery.objectstore.edge.grpc;

import dev.orrery.objectstore.core.catalog.ObjectRecord;
import dev.orrery.objectstore.core.checksum.ChecksumAlgorithm;
import dev.orrery.objectstore.core.objects.BlobWriter;
import dev.orrery.objectstore.core.objects.NewObject;
import dev.orrery.objectstore.core.objects.ObjectStore;
import dev.orrery.objectstore.core.objects.Precondition;
import dev.orrery.objectstore.edge.FileThreads;
import dev.orrery.objectstore.edge.Transfer;
import dev.orrery.objectstore.v1.PutHeader;
import dev.orrery.objectstore.v1.PutRequest;
import dev.orrery.objectstore.v1.PutResponse;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One object on its way from a client. gRPC calls one method at a time, and hands over the next
/// message when the last one was dealt with: a disk that is slow holds the client back.
final class PutStream implements StreamObserver<PutRequest> {
  private final ObjectStore store;
  private final FileThreads threads;
  private final Transfer transfer;
  private final Time time;
  private final StreamObserver<PutResponse> answer;
  private final BlobWriter bytes;
  private final MessageDigest md5 = ChecksumAlgorithm.digest("MD5");
  private @Nullable PutHeader header;
  private boolean ended;

  PutStream(ObjectStore store, FileThreads threads, Time time, StreamObserver<PutResponse> answer) {
    this.store = store;
    this.threads = threads;
    this.transfer = new Transfer(threads);
    this.time = time;
    this.answer = answer;
    this.bytes = store.write();
  }

  @Override
  public void onNext(PutRequest message) {
    if (ended) {
      return;
    }
    try {
      switch (message.getPartCase()) {
        case HEADER -> begin(message.getHeader());
        case DATA -> append(message);
        case PART_NOT_SET -> throw RpcException.invalidArgument("part", "is not set");
      }
    } catch (RuntimeException failure) {
      fail(failure);
    }
  }

  private void begin(PutHeader first) {
    if (header != null) {
      throw RpcException.invalidArgument("header", "came twice");
    }
    String bucket = Requests.bucket(first.getBucket());
    Requests.key(first.getKey());
    Requests.headers(first);
    threads.call(() -> store.bucket(bucket));
    header = first;
  }

  private void append(PutRequest message) {
    if (header == null) {
      throw RpcException.invalidArgument("part", "the first message must be the header");
    }
    for (ByteBuffer piece : message.getData().asReadOnlyByteBufferList()) {
      md5.update(piece.duplicate());
      transfer.append(bytes, piece);
    }
  }

  @Override
  public void onCompleted() {
    PutHeader described = header;
    if (ended) {
      return;
    }
    try {
      if (described == null) {
        throw RpcException.invalidArgument("header", "did not come");
      }
      NewObject object =
          new NewObject(
              HexFormat.of().formatHex(md5.digest()),
              Requests.headers(described),
              Optional.empty());
      Precondition precondition = described.getIfAbsent() ? Precondition.ABSENT : Precondition.NONE;
      ObjectRecord stored =
          threads.call(() ->
              store.put(
                  described.getBucket(),
                  described.getKey(),
                  bytes,
                  object,
                  precondition,
                  time.wallMillis()));
      ended = true;
      answer.onNext(
          PutResponse.newBuilder()
              .setObject(Requests.info(described.getKey(), stored, true))
              .build());
      answer.onCompleted();
    } catch (RuntimeException failure) {
      fail(failure);
    }
  }

  private void fail(RuntimeException failure) {
    ended = true;
    transfer.abandon(bytes);
    Unary.fail(answer, Refusals.of(failure));
  }

  /// The client has gone, or the call ran out of time.
  @Override
  public void onError(Throwable gone) {
    ended = true;
    transfer.abandon(bytes);
  }
}
