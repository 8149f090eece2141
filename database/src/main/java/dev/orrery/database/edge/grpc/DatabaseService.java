package dev.orrery.database.edge.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.DatabaseException;
import dev.orrery.database.core.mvcc.RowVersion;
import dev.orrery.database.core.mvcc.TableReader;
import dev.orrery.database.core.transaction.Conflict;
import dev.orrery.database.core.transaction.Outcome;
import dev.orrery.database.core.transaction.Transaction;
import dev.orrery.database.core.transaction.TransactionEngine;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.CommitResponse;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.GetResponse;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.database.v1.ScanResponse;
import dev.orrery.database.v1.SnapshotRequest;
import dev.orrery.database.v1.SnapshotResponse;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/// The four calls of the contract. Thread-safe; each call runs on a virtual thread and waits there.
public final class DatabaseService extends DatabaseGrpc.DatabaseImplBase {
  /// What a snapshot may live at most.
  public static final Duration LONGEST_SNAPSHOT = Requests.LONGEST_SNAPSHOT;

  /// Of one [GetResponse], below what a gRPC message may have.
  private static final long MAXIMUM_GET_BYTES = 4L << 20 | 512 << 10;

  private final TransactionEngine engine;
  private final CommitQueue commits;
  private final Reads reads;
  private final Time time;

  public DatabaseService(TransactionEngine engine, CommitQueue commits, Reads reads, Time time) {
    this.engine = engine;
    this.commits = commits;
    this.reads = reads;
    this.time = time;
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          List<Bytes> keys = Requests.keys(request);
          TableReader.Rows rows =
              read(() -> engine.reader().get(request.getTable(), keys, request.getVersion()));
          GetResponse.Builder response = GetResponse.newBuilder().setVersion(rows.version());
          long bytes = 0;
          for (RowVersion row : rows.rows()) {
            bytes += row.key().length() + row.value().map(Bytes::length).orElse(0);
            response.addRows(row(row));
          }
          if (bytes > MAXIMUM_GET_BYTES) {
            throw RpcException.resourceExhausted(
                "RESPONSE_TOO_LARGE",
                "the rows hold "
                    + bytes
                    + " bytes, an answer at most "
                    + MAXIMUM_GET_BYTES
                    + "; ask for fewer keys");
          }
          Span.current().setAttribute("orrery.rows", rows.rows().size());
          return response.build();
        });
  }

  @Override
  public void scan(ScanRequest request, StreamObserver<ScanResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          TableReader.Range range = Requests.range(request);
          TableReader.PageBound bound = Requests.page(request);
          TableReader.Page page =
              read(() ->
                  engine
                      .reader()
                      .scan(
                          request.getTable(),
                          range,
                          request.getDescending(),
                          bound,
                          request.getVersion()));
          ScanResponse.Builder response =
              ScanResponse.newBuilder()
                  .setVersion(page.version())
                  .setComplete(page.complete())
                  .setNext(bytes(page.next()));
          page.rows().forEach(row -> response.addRows(row(row)));
          Span.current().setAttribute("orrery.rows", page.rows().size());
          return response.build();
        });
  }

  @Override
  public void commit(CommitRequest request, StreamObserver<CommitResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          Transaction transaction = Requests.transaction(request);
          Span.current().setAttribute("orrery.mutations", transaction.writes().size());
          return switch (outcome(transaction, request.getSerializedSize())) {
            case Outcome.Committed committed ->
                CommitResponse.newBuilder().setVersion(committed.version()).build();
            case Outcome.Aborted aborted -> throw conflict(aborted.conflict());
          };
        });
  }

  @Override
  public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          Duration ttl = Requests.timeToLive(request);
          try {
            long version = engine.snapshot(time.monotonicNanos(), ttl.toNanos());
            return SnapshotResponse.newBuilder()
                .setVersion(version)
                .setTtlMillis((int) ttl.toMillis())
                .build();
          } catch (DatabaseException refused) {
            throw refusal(refused);
          }
        });
  }

  private Outcome outcome(Transaction transaction, long bytes) throws InterruptedException {
    Context caller = Context.current();
    try {
      return commits.submit(transaction, bytes, caller::isCancelled).get();
    } catch (CommitQueue.Refused refused) {
      throw switch (refused.refusal()) {
        case FULL ->
            RpcException.resourceExhausted(
                "COMMIT_QUEUE_FULL", "as many commits wait as may; try again");
        case CLOSING -> RpcException.unavailable("CLOSING", "the database is being stopped");
      };
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof DatabaseException refused) {
        throw refusal(refused);
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  private <T> T read(Callable<T> body) throws Exception {
    try {
      return reads.read(body);
    } catch (Reads.Full full) {
      throw RpcException.resourceExhausted(
          "READ_QUEUE_FULL", "as many reads wait as may; try again");
    } catch (DatabaseException refused) {
      throw refusal(refused);
    } catch (IOException failure) {
      throw RpcException.unavailable(
          "STORAGE_FAILED", "the store cannot be read: " + failure.getMessage());
    }
  }

  private static RpcException refusal(DatabaseException refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused) {
      case DatabaseException.VersionUnavailable _ ->
          RpcException.outOfRange("VERSION_UNAVAILABLE", message);
      case DatabaseException.TooManySnapshots _ ->
          RpcException.resourceExhausted("TOO_MANY_SNAPSHOTS", message);
      case DatabaseException.StorageFailed _ -> RpcException.unavailable("STORAGE_FAILED", message);
    };
  }

  private static RpcException conflict(Conflict conflict) {
    return RpcException.aborted(
            "CONFLICT",
            "conflict in table "
                + conflict.table()
                + " at key "
                + conflict.key()
                + ": "
                + conflict.reason())
        .with("table", conflict.table())
        .with("key", conflict.key().toString());
  }

  private static Row row(RowVersion row) {
    Row.Builder built = Row.newBuilder().setKey(bytes(row.key()));
    row.value().ifPresent(value -> built.setValue(bytes(value)).setVersion(row.version()));
    return built.build();
  }

  private static ByteString bytes(Bytes bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes.array());
  }
}
