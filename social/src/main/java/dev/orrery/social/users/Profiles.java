package dev.orrery.social.users;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.Durability;
import dev.orrery.database.v1.Row;
import dev.orrery.identity.v1.Account;
import dev.orrery.identity.v1.AccountsGrpc;
import dev.orrery.identity.v1.GetAccountRequest;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.social.service.Actors;
import dev.orrery.social.service.Calls;
import dev.orrery.social.storage.Keys;
import dev.orrery.social.storage.Tables;
import dev.orrery.social.users.v1.User;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;

/// Profiles: a projection of identity's accounts, made at first sight and kept in the table
/// `users_profiles` (user id → User without counts), so that reading one does not need identity.
/// Thread-safe.
final class Profiles {
  static final String TABLE = "users_profiles";

  private static final int ACCOUNTS_IN_FLIGHT = 16;

  private final Tables tables;
  private final AccountsGrpc.AccountsFutureStub accounts;

  Profiles(Tables tables, Channel identity) {
    this.tables = tables;
    this.accounts = AccountsGrpc.newFutureStub(identity);
  }

  /// @throws RpcException NOT_FOUND (reason NO_SUCH_USER)
  User byId(long user) {
    return require(List.of(user)).getFirst();
  }

  /// @throws RpcException NOT_FOUND (reason NO_SUCH_USER)
  User byName(String name) {
    try {
      Account account =
          Calls.join(accounts.getAccount(GetAccountRequest.newBuilder().setUsername(name).build()));
      return byId(Actors.id("user_id", account.getUserId()));
    } catch (StatusRuntimeException failure) {
      throw unknown(failure, "named '" + name + "'");
    }
  }

  /// The profiles of these users, in order; those seen for the first time are made.
  ///
  /// @param users at most [Tables#KEYS_PER_GET]
  /// @throws RpcException NOT_FOUND (reason NO_SUCH_USER) when one does not exist
  List<User> require(List<Long> users) {
    List<Row> rows = tables.get(TABLE, users.stream().map(Keys::of).toList());
    List<Long> unseen = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).getVersion() == 0) {
        unseen.add(users.get(i));
      }
    }
    List<User> made = project(unseen);
    List<User> profiles = new ArrayList<>(users.size());
    int next = 0;
    for (Row row : rows) {
      profiles.add(row.getVersion() == 0 ? made.get(next++) : parse(row));
    }
    return profiles;
  }

  private List<User> project(List<Long> users) {
    if (users.isEmpty()) {
      return List.of();
    }
    List<User> made = new ArrayList<>(users.size());
    try {
      for (Account account : Calls.each(ACCOUNTS_IN_FLIGHT, users, this::account)) {
        made.add(
            User.newBuilder()
                .setUserId(account.getUserId())
                .setUsername(account.getUsername())
                .setDisplayName(account.getDisplayName())
                .setCreatedMillis(account.getCreatedMillis())
                .build());
      }
    } catch (StatusRuntimeException failure) {
      throw unknown(
          failure, users.size() == 1 ? "with id " + users.getFirst() : "with one of these ids");
    }
    // May be lost in a crash, and be written twice: it is made again from the same account.
    CommitRequest.Builder commit =
        CommitRequest.newBuilder().setDurability(Durability.DURABILITY_ASYNC);
    made.forEach(profile ->
        commit.addMutations(
            Tables.put(
                TABLE, Keys.of(Long.parseLong(profile.getUserId())), profile.toByteString())));
    tables.commit(commit.build());
    return made;
  }

  private com.google.common.util.concurrent.ListenableFuture<Account> account(long user) {
    return accounts.getAccount(
        GetAccountRequest.newBuilder().setUserId(Long.toString(user)).build());
  }

  private static RuntimeException unknown(StatusRuntimeException failure, String who) {
    Status.Code code = failure.getStatus().getCode();
    return code == Status.Code.NOT_FOUND || code == Status.Code.INVALID_ARGUMENT
        ? RpcException.notFound("NO_SUCH_USER", "there is no user " + who)
        : failure;
  }

  private static User parse(Row row) {
    try {
      return User.parseFrom(row.getValue());
    } catch (InvalidProtocolBufferException damaged) {
      throw new IllegalStateException(
          "profile " + Keys.at(row.getKey(), 0) + " cannot be read", damaged);
    }
  }
}
