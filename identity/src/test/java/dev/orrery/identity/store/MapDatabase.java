package dev.orrery.identity.store;

import com.google.protobuf.ByteString;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.CommitResponse;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.GetResponse;
import dev.orrery.database.v1.Mutation;
import dev.orrery.database.v1.Precondition;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.database.v1.ScanResponse;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// As much of the database's contract as accounts need: tables in maps, one commit at a time.
final class MapDatabase extends DatabaseGrpc.DatabaseImplBase {
  private final Map<String, TreeMap<ByteString, Row>> tables = new HashMap<>();
  private long version;

  @Override
  public synchronized void get(GetRequest request, StreamObserver<GetResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          GetResponse.Builder response = GetResponse.newBuilder().setVersion(version);
          for (ByteString key : request.getKeysList()) {
            checkKey(key);
            response.addRows(row(request.getTable(), key));
          }
          return response.build();
        });
  }

  @Override
  public synchronized void scan(ScanRequest request, StreamObserver<ScanResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          List<Row> all =
              List.copyOf(
                  table(request.getTable()).subMap(request.getStart(), request.getEnd()).values());
          List<Row> page = all.subList(0, Math.min(all.size(), request.getLimit()));
          return ScanResponse.newBuilder()
              .addAllRows(page)
              .setComplete(page.size() == all.size())
              .build();
        });
  }

  @Override
  public synchronized void commit(CommitRequest request, StreamObserver<CommitResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          for (Precondition condition : request.getPreconditionsList()) {
            checkKey(condition.getKey());
            if (!holds(condition)) {
              throw RpcException.aborted("CONFLICT", "a precondition does not hold");
            }
          }
          version++;
          request.getMutationsList().forEach(this::apply);
          return CommitResponse.newBuilder().setVersion(version).build();
        });
  }

  private boolean holds(Precondition condition) {
    long there = row(condition.getTable(), condition.getKey()).getVersion();
    return switch (condition.getConditionCase()) {
      case EXISTS -> condition.getExists() == (there != 0);
      case UNCHANGED_SINCE -> there <= condition.getUnchangedSince();
      default -> throw RpcException.invalidArgument("condition", "not known to this map");
    };
  }

  private void apply(Mutation mutation) {
    checkKey(mutation.getKey());
    if (mutation.getChangeCase() == Mutation.ChangeCase.PUT) {
      table(mutation.getTable())
          .put(
              mutation.getKey(),
              Row.newBuilder()
                  .setKey(mutation.getKey())
                  .setValue(mutation.getPut())
                  .setVersion(version)
                  .build());
    } else {
      table(mutation.getTable()).remove(mutation.getKey());
    }
  }

  private Row row(String table, ByteString key) {
    return table(table).getOrDefault(key, Row.newBuilder().setKey(key).build());
  }

  private SortedMap<ByteString, Row> table(String name) {
    return tables.computeIfAbsent(
        name, _ -> new TreeMap<>(ByteString.unsignedLexicographicalComparator()));
  }

  /// Rows over all tables.
  synchronized int size() {
    return tables.values().stream().mapToInt(Map::size).sum();
  }

  private static void checkKey(ByteString key) {
    if (key.isEmpty()) {
      throw RpcException.invalidArgument("key", "must not be empty");
    }
  }
}
