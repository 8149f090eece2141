package dev.orrery.database.edge.grpc;

import com.google.protobuf.ByteString;
import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.commitlog.CommitRecord.Write;
import dev.orrery.database.core.mvcc.TableReader;
import dev.orrery.database.core.transaction.Transaction;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.Durability;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.Mutation;
import dev.orrery.database.v1.Precondition;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.database.v1.SnapshotRequest;
import dev.orrery.runtime.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks requests against the bounds of the contract and turns them into the core's terms. Each
/// refusal is INVALID_ARGUMENT and names the field.
final class Requests {
  static final int MAXIMUM_TABLE_LENGTH = 63;
  static final int MAXIMUM_KEY_BYTES = 4_096;

  /// A bound of a range may be the successor of the longest key.
  static final int MAXIMUM_BOUND_BYTES = MAXIMUM_KEY_BYTES + 1;

  static final int MAXIMUM_VALUE_BYTES = 4 << 20;
  static final int MAXIMUM_GET_KEYS = 1_000;
  static final int MAXIMUM_MUTATIONS = 1_000;
  static final int MAXIMUM_PRECONDITIONS = 10_000;
  static final int DEFAULT_PAGE_ROWS = 1_000;
  static final int MAXIMUM_PAGE_ROWS = 10_000;
  static final long MAXIMUM_PAGE_BYTES = 4L << 20;
  static final Duration DEFAULT_SNAPSHOT = Duration.ofMinutes(1);
  static final Duration LONGEST_SNAPSHOT = Duration.ofMinutes(10);

  private Requests() {}

  static List<Bytes> keys(GetRequest request) {
    table("table", request.getTable());
    if (request.getKeysCount() > MAXIMUM_GET_KEYS) {
      throw RpcException.invalidArgument(
          "keys", "at most " + MAXIMUM_GET_KEYS + ", got " + request.getKeysCount());
    }
    List<Bytes> keys = new ArrayList<>(request.getKeysCount());
    for (ByteString key : request.getKeysList()) {
      keys.add(key("keys", key));
    }
    return keys;
  }

  static TableReader.Range range(ScanRequest request) {
    table("table", request.getTable());
    return new TableReader.Range(
        bound("start", request.getStart()), bound("end", request.getEnd()));
  }

  static TableReader.PageBound page(ScanRequest request) {
    long rows = Integer.toUnsignedLong(request.getLimit());
    if (rows > MAXIMUM_PAGE_ROWS) {
      throw RpcException.invalidArgument("limit", "at most " + MAXIMUM_PAGE_ROWS + ", got " + rows);
    }
    return new TableReader.PageBound(
        rows == 0 ? DEFAULT_PAGE_ROWS : (int) rows, MAXIMUM_PAGE_BYTES);
  }

  static Duration timeToLive(SnapshotRequest request) {
    long millis = Integer.toUnsignedLong(request.getTtlMillis());
    if (millis > LONGEST_SNAPSHOT.toMillis()) {
      throw RpcException.invalidArgument(
          "ttl_millis", "at most " + LONGEST_SNAPSHOT.toMillis() + ", got " + millis);
    }
    return millis == 0 ? DEFAULT_SNAPSHOT : Duration.ofMillis(millis);
  }

  static Transaction transaction(CommitRequest request) {
    int mutations = request.getMutationsCount();
    if (mutations < 1 || mutations > MAXIMUM_MUTATIONS) {
      throw RpcException.invalidArgument(
          "mutations", "1 to " + MAXIMUM_MUTATIONS + ", got " + mutations);
    }
    if (request.getPreconditionsCount() > MAXIMUM_PRECONDITIONS) {
      throw RpcException.invalidArgument(
          "preconditions",
          "at most " + MAXIMUM_PRECONDITIONS + ", got " + request.getPreconditionsCount());
    }
    List<dev.orrery.database.core.transaction.Precondition> preconditions =
        new ArrayList<>(request.getPreconditionsCount());
    for (int i = 0; i < request.getPreconditionsCount(); i++) {
      preconditions.add(precondition("preconditions[" + i + "]", request.getPreconditions(i)));
    }
    List<Write> writes = new ArrayList<>(mutations);
    for (int i = 0; i < mutations; i++) {
      writes.add(write("mutations[" + i + "]", request.getMutations(i)));
    }
    return switch (request.getDurability()) {
      case DURABILITY_UNSPECIFIED, DURABILITY_SYNC -> new Transaction(preconditions, writes, true);
      case DURABILITY_ASYNC -> new Transaction(preconditions, writes, false);
      case UNRECOGNIZED ->
          throw RpcException.invalidArgument(
              "durability",
              "one of "
                  + Durability.DURABILITY_SYNC
                  + " and "
                  + Durability.DURABILITY_ASYNC
                  + ", got "
                  + request.getDurabilityValue());
    };
  }

  private static Write write(String field, Mutation mutation) {
    String table = table(field + ".table", mutation.getTable());
    Bytes key = key(field + ".key", mutation.getKey());
    return switch (mutation.getChangeCase()) {
      case PUT -> new Write(table, key, Optional.of(value(field + ".put", mutation.getPut())));
      case DELETE -> {
        if (!mutation.getDelete()) {
          throw RpcException.invalidArgument(field + ".delete", "true, when it is given");
        }
        yield new Write(table, key, Optional.empty());
      }
      case CHANGE_NOT_SET -> throw RpcException.invalidArgument(field, "put or delete must be set");
    };
  }

  private static dev.orrery.database.core.transaction.Precondition precondition(
      String field, Precondition precondition) {
    String table = table(field + ".table", precondition.getTable());
    return switch (precondition.getSubjectCase()) {
      case KEY -> ofKey(field, table, precondition);
      case RANGE -> ofRange(field, table, precondition);
      case SUBJECT_NOT_SET -> throw RpcException.invalidArgument(field, "key or range must be set");
    };
  }

  private static dev.orrery.database.core.transaction.Precondition ofKey(
      String field, String table, Precondition precondition) {
    Bytes key = key(field + ".key", precondition.getKey());
    return switch (precondition.getConditionCase()) {
      case UNCHANGED_SINCE ->
          new dev.orrery.database.core.transaction.Precondition.RowUnchanged(
              table, key, since(field, precondition));
      case EXISTS ->
          new dev.orrery.database.core.transaction.Precondition.RowExists(
              table, key, precondition.getExists());
      case VALUE_EQUALS ->
          new dev.orrery.database.core.transaction.Precondition.ValueEquals(
              table, key, value(field + ".value_equals", precondition.getValueEquals()));
      case CONDITION_NOT_SET ->
          throw RpcException.invalidArgument(
              field, "unchanged_since, exists or value_equals must be set");
    };
  }

  private static dev.orrery.database.core.transaction.Precondition ofRange(
      String field, String table, Precondition precondition) {
    if (precondition.getConditionCase() != Precondition.ConditionCase.UNCHANGED_SINCE) {
      throw RpcException.invalidArgument(field, "of a range, only unchanged_since can be asked");
    }
    return new dev.orrery.database.core.transaction.Precondition.RangeUnchanged(
        table,
        bound(field + ".range.start", precondition.getRange().getStart()),
        bound(field + ".range.end", precondition.getRange().getEnd()),
        since(field, precondition));
  }

  private static long since(String field, Precondition precondition) {
    long since = precondition.getUnchangedSince();
    if (since < 0) {
      throw RpcException.invalidArgument(
          field + ".unchanged_since",
          "a version that a read gave, got " + Long.toUnsignedString(since));
    }
    return since;
  }

  private static String table(String field, String name) {
    boolean good =
        !name.isEmpty() && name.length() <= MAXIMUM_TABLE_LENGTH && isLetter(name.charAt(0));
    for (int i = 1; good && i < name.length(); i++) {
      char c = name.charAt(i);
      good = isLetter(c) || (c >= '0' && c <= '9') || c == '_';
    }
    if (!good) {
      throw RpcException.invalidArgument(
          field, "a name of the form [a-z][a-z0-9_]{0,62}, got '" + abbreviated(name) + "'");
    }
    return name;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static String abbreviated(String name) {
    return name.length() <= MAXIMUM_TABLE_LENGTH + 1
        ? name
        : name.substring(0, MAXIMUM_TABLE_LENGTH) + "…";
  }

  private static Bytes key(String field, ByteString key) {
    if (key.isEmpty() || key.size() > MAXIMUM_KEY_BYTES) {
      throw RpcException.invalidArgument(
          field, "a key of 1 to " + MAXIMUM_KEY_BYTES + " bytes, got " + key.size());
    }
    return Bytes.wrap(key.toByteArray());
  }

  private static Bytes bound(String field, ByteString bound) {
    if (bound.size() > MAXIMUM_BOUND_BYTES) {
      throw RpcException.invalidArgument(
          field, "at most " + MAXIMUM_BOUND_BYTES + " bytes, got " + bound.size());
    }
    return Bytes.wrap(bound.toByteArray());
  }

  private static Bytes value(String field, ByteString value) {
    if (value.size() > MAXIMUM_VALUE_BYTES) {
      throw RpcException.invalidArgument(
          field, "a value of at most " + MAXIMUM_VALUE_BYTES + " bytes, got " + value.size());
    }
    return Bytes.wrap(value.toByteArray());
  }
}
