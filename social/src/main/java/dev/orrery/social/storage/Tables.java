package dev.orrery.social.storage;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.Mutation;
import dev.orrery.database.v1.Precondition;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.database.v1.ScanResponse;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.social.service.Calls;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;

/// The database as the social services use it. Thread-safe; every call is one RPC and throws its
/// status.
public final class Tables {
  /// Mutations one commit may hold.
  public static final int MUTATIONS_PER_COMMIT = 1_000;

  /// Keys one get may ask for.
  public static final int KEYS_PER_GET = 1_000;

  private final DatabaseGrpc.DatabaseBlockingStub blocking;
  private final DatabaseGrpc.DatabaseFutureStub futures;

  public Tables(ComponentContext context) {
    Channel channel = context.channels().channel(Calls.target("database"));
    this.blocking = DatabaseGrpc.newBlockingStub(channel);
    this.futures = DatabaseGrpc.newFutureStub(channel);
  }

  public Optional<ByteString> get(String table, ByteString key) {
    Row row = get(table, List.of(key)).getFirst();
    return row.getVersion() == 0 ? Optional.empty() : Optional.of(row.getValue());
  }

  /// A row for each key, in order; a missing one has version 0.
  ///
  /// @param keys at most [#KEYS_PER_GET]
  public List<Row> get(String table, List<ByteString> keys) {
    return blocking
        .get(GetRequest.newBuilder().setTable(table).addAllKeys(keys).build())
        .getRowsList();
  }

  public ListenableFuture<ScanResponse> scan(ScanRequest request) {
    return futures.scan(request);
  }

  /// The rows whose key begins with `owner`, from `after` (not included) on.
  public static ScanRequest.Builder rowsOf(String table, long owner, long after) {
    return ScanRequest.newBuilder()
        .setTable(table)
        .setStart(Keys.of(owner, after + 1))
        .setEnd(Keys.of(owner + 1));
  }

  /// Commits; false when a precondition did not hold and so nothing happened.
  public boolean commit(CommitRequest request) {
    try {
      blocking.commit(request);
      return true;
    } catch (StatusRuntimeException refused) {
      if (refused.getStatus().getCode() == Status.Code.ABORTED) {
        return false;
      }
      throw refused;
    }
  }

  public static Mutation put(String table, ByteString key, ByteString value) {
    return Mutation.newBuilder().setTable(table).setKey(key).setPut(value).build();
  }

  public static Mutation delete(String table, ByteString key) {
    return Mutation.newBuilder().setTable(table).setKey(key).setDelete(true).build();
  }

  public static Precondition missing(String table, ByteString key) {
    return Precondition.newBuilder().setTable(table).setKey(key).setExists(false).build();
  }
}
