package dev.orrery.identity.store;

import com.google.protobuf.ByteString;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.database.v1.Durability;
import dev.orrery.database.v1.GetRequest;
import dev.orrery.database.v1.Mutation;
import dev.orrery.database.v1.Precondition;
import dev.orrery.database.v1.Row;
import dev.orrery.database.v1.ScanRequest;
import dev.orrery.database.v1.ScanResponse;
import dev.orrery.identity.core.account.Account;
import dev.orrery.identity.core.account.AccountStore;
import dev.orrery.identity.core.refresh.RefreshFamily;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Accounts in the model's database, each write one conditional transaction forced to disk.
///
/// ```
///   table                key                      value
///   identity_accounts    id, 8 bytes big-endian   Rows.account
///   identity_usernames   user name                id
///   identity_families    family id                Rows.family
///   identity_by_account  id ‖ family id           empty: which families an account has
/// ```
public final class DatabaseAccountStore implements AccountStore {
  private static final String ACCOUNTS = "identity_accounts";
  private static final String USERNAMES = "identity_usernames";
  private static final String FAMILIES = "identity_families";
  private static final String BY_ACCOUNT = "identity_by_account";

  /// Families removed in one transaction; an account with more is removed in several.
  private static final int FAMILIES_PER_COMMIT = 400;

  private final Channel database;

  public DatabaseAccountStore(Channel database) {
    this.database = database;
  }

  @Override
  public Optional<Account> byId(long id) {
    return get(ACCOUNTS, key(id)).map(row -> Rows.account(row.getValue()));
  }

  @Override
  public Optional<Account> byUsername(String username) {
    return get(USERNAMES, ByteString.copyFromUtf8(username))
        .flatMap(row -> byId(row.getValue().asReadOnlyByteBuffer().getLong()));
  }

  @Override
  public boolean add(Account account) {
    ByteString name = ByteString.copyFromUtf8(account.username());
    return commit(
        CommitRequest.newBuilder()
            .addPreconditions(exists(USERNAMES, name, false))
            .addMutations(put(USERNAMES, name, key(account.id())))
            .addMutations(put(ACCOUNTS, key(account.id()), Rows.bytes(account))));
  }

  @Override
  public boolean replace(Account account) {
    return commit(
        CommitRequest.newBuilder()
            .addPreconditions(exists(ACCOUNTS, key(account.id()), true))
            .addMutations(put(ACCOUNTS, key(account.id()), Rows.bytes(account))));
  }

  @Override
  public boolean remove(long id) {
    Optional<Account> account = byId(id);
    if (account.isEmpty()) {
      return false;
    }
    boolean removed =
        commit(
            CommitRequest.newBuilder()
                .addPreconditions(exists(ACCOUNTS, key(id), true))
                .addMutations(delete(ACCOUNTS, key(id)))
                .addMutations(
                    delete(USERNAMES, ByteString.copyFromUtf8(account.get().username()))));
    removeFamilies(id);
    return removed;
  }

  private void removeFamilies(long id) {
    ScanResponse page;
    do {
      page =
          stub()
              .scan(
                  ScanRequest.newBuilder()
                      .setTable(BY_ACCOUNT)
                      .setStart(key(id))
                      .setEnd(key(id + 1))
                      .setLimit(FAMILIES_PER_COMMIT)
                      .build());
      CommitRequest.Builder commit = CommitRequest.newBuilder();
      for (Row row : page.getRowsList()) {
        commit.addMutations(delete(BY_ACCOUNT, row.getKey()));
        commit.addMutations(delete(FAMILIES, row.getKey().substring(Long.BYTES)));
      }
      if (page.getRowsCount() > 0) {
        commit(commit);
      }
    } while (page.getRowsCount() > 0 && !page.getComplete());
  }

  @Override
  public Optional<Versioned> family(String familyId) {
    return get(FAMILIES, ByteString.copyFromUtf8(familyId))
        .map(row -> new Versioned(Rows.family(row.getValue()), row.getVersion()));
  }

  @Override
  public void addFamily(String familyId, RefreshFamily family) {
    ByteString id = ByteString.copyFromUtf8(familyId);
    commit(
        CommitRequest.newBuilder()
            .addMutations(put(FAMILIES, id, Rows.bytes(family)))
            .addMutations(put(BY_ACCOUNT, key(family.accountId()).concat(id), ByteString.EMPTY)));
  }

  @Override
  public boolean replaceFamily(String familyId, RefreshFamily family, long version) {
    ByteString id = ByteString.copyFromUtf8(familyId);
    return commit(
        CommitRequest.newBuilder()
            .addPreconditions(exists(FAMILIES, id, true))
            .addPreconditions(
                Precondition.newBuilder().setTable(FAMILIES).setKey(id).setUnchangedSince(version))
            .addMutations(put(FAMILIES, id, Rows.bytes(family))));
  }

  private Optional<Row> get(String table, ByteString key) {
    Row row = stub().get(GetRequest.newBuilder().setTable(table).addKeys(key).build()).getRows(0);
    return row.getVersion() == 0 ? Optional.empty() : Optional.of(row);
  }

  /// False when a precondition did not hold.
  private boolean commit(CommitRequest.Builder request) {
    try {
      stub().commit(request.setDurability(Durability.DURABILITY_SYNC).build());
      return true;
    } catch (StatusRuntimeException refused) {
      if (refused.getStatus().getCode() == Status.Code.ABORTED) {
        return false;
      }
      throw refused;
    }
  }

  private DatabaseGrpc.DatabaseBlockingStub stub() {
    return DatabaseGrpc.newBlockingStub(database);
  }

  private static Precondition exists(String table, ByteString key, boolean exists) {
    return Precondition.newBuilder().setTable(table).setKey(key).setExists(exists).build();
  }

  private static Mutation put(String table, ByteString key, ByteString value) {
    return Mutation.newBuilder().setTable(table).setKey(key).setPut(value).build();
  }

  private static Mutation delete(String table, ByteString key) {
    return Mutation.newBuilder().setTable(table).setKey(key).setDelete(true).build();
  }

  private static ByteString key(long id) {
    return ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES).putLong(0, id));
  }
}
