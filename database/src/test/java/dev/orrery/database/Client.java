package dev.orrery.database;

import com.google.protobuf.ByteString;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.database.v1.Durability;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.KeyRange;
import dev.orrery.database.v1.Mutation;
import dev.orrery.database.v1.Precondition;
import dev.orrery.database.v1.Row;
import dev.orrery.runtime.lifecycle.ComponentContext;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.util.List;

/// A running database and a client of it.
final class Client implements AutoCloseable {
  final ComponentContext context;
  final DatabaseServer server;
  final ManagedChannel channel;
  final DatabaseGrpc.DatabaseBlockingStub stub;

  Client(DatabaseConfig config, Path data) throws Exception {
    context = ComponentContext.forTest("database", data);
    server = new DatabaseServer(config, context);
    server.start();
    var endpoint = server.endpoints().getFirst();
    channel = context.channels().raw(endpoint.host() + ":" + endpoint.port());
    stub = DatabaseGrpc.newBlockingStub(channel);
  }

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  static Mutation put(String table, String key, String value) {
    return Mutation.newBuilder().setTable(table).setKey(bytes(key)).setPut(bytes(value)).build();
  }

  static Mutation delete(String table, String key) {
    return Mutation.newBuilder().setTable(table).setKey(bytes(key)).setDelete(true).build();
  }

  static Precondition unchanged(String table, String key, long since) {
    return Precondition.newBuilder()
        .setTable(table)
        .setKey(bytes(key))
        .setUnchangedSince(since)
        .build();
  }

  static Precondition rangeUnchanged(String table, String start, String end, long since) {
    return Precondition.newBuilder()
        .setTable(table)
        .setRange(KeyRange.newBuilder().setStart(bytes(start)).setEnd(bytes(end)))
        .setUnchangedSince(since)
        .build();
  }

  long commit(List<Precondition> preconditions, Mutation... mutations) {
    return stub.commit(
            CommitRequest.newBuilder()
                .addAllPreconditions(preconditions)
                .addAllMutations(List.of(mutations))
                .setDurability(Durability.DURABILITY_SYNC)
                .build())
        .getVersion();
  }

  Row get(String table, String key, long version) {
    return stub.get(
            GetRequest.newBuilder().setTable(table).addKeys(bytes(key)).setVersion(version).build())
        .getRows(0);
  }

  /// As a crash would.
  void kill() {
    server.kill();
    context.close();
  }

  @Override
  public void close() {
    server.close();
    context.close();
  }
}
