package dev.orrery.social.users;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
      throw isUnknown(failure) ? unknown("named '" + name + "'") : failure;
    }
  }

  /// The profiles of these users, in order; those seen for the first time are made.
  ///
  /// @param users at most [Tables#KEYS_PER_GET]
  /// @throws RpcException NOT_FOUND (reason NO_SUCH_USER) when one does not exist
  List<User> require(List<Long> users) {
    List<User> found = known(users);
    if (found.size() < users.size()) {
      Set<String> ids = found.stream().map(User::getUserId).collect(Collectors.toSet());
      String missing =
          users.stream()
              .map(String::valueOf)
              .filter(id -> !ids.contains(id))
              .findFirst()
              .orElseThrow();
      throw unknown("with id " + missing);
    }
    return found;
  }

  /// The profiles of those of these users who exist, in order.
  ///
  /// @param users at most [Tables#KEYS_PER_GET]
  List<User> known(List<Long> users) {
    List<Row> rows = tables.get(TABLE, users.stream().map(Keys::of).toList());
    List<Long> unseen = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).getVersion() == 0) {
        unseen.add(users.get(i));
      }
    }
    Map<Long, User> made = project(unseen);
    List<User> profiles = new ArrayList<>(users.size());
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).getVersion() != 0) {
        profiles.add(parse(rows.get(i)));
      } else if (made.containsKey(users.get(i))) {
        profiles.add(made.get(users.get(i)));
      }
    }
    return profiles;
  }

  /// Makes the profiles of those who have an account.
  private Map<Long, User> project(List<Long> users) {
    Map<Long, User> made = new LinkedHashMap<>();
    for (Optional<Account> found : Calls.each(ACCOUNTS_IN_FLIGHT, users, this::account)) {
      found.ifPresent(account ->
          made.put(
              Long.parseLong(account.getUserId()),
              User.newBuilder()
                  .setUserId(account.getUserId())
                  .setUsername(account.getUsername())
                  .setDisplayName(account.getDisplayName())
                  .setCreatedMillis(account.getCreatedMillis())
                  .build()));
    }
    if (!made.isEmpty()) {
      // May be lost in a crash, and be written twice: it is made again from the same account.
      CommitRequest.Builder commit =
          CommitRequest.newBuilder().setDurability(Durability.DURABILITY_ASYNC);
      made.forEach((user, profile) ->
          commit.addMutations(Tables.put(TABLE, Keys.of(user), profile.toByteString())));
      tables.commit(commit.build());
    }
    return made;
  }

  /// The account of a user, or none when there is no such user.
  private ListenableFuture<Optional<Account>> account(long user) {
    return Futures.catchingAsync(
        Futures.transform(
            accounts.getAccount(
                GetAccountRequest.newBuilder().setUserId(Long.toString(user)).build()),
            Optional::of,
            MoreExecutors.directExecutor()),
        StatusRuntimeException.class,
        failure ->
            isUnknown(failure)
                ? Futures.immediateFuture(Optional.empty())
                : Futures.immediateFailedFuture(failure),
        MoreExecutors.directExecutor());
  }

  private static boolean isUnknown(StatusRuntimeException failure) {
    Status.Code code = failure.getStatus().getCode();
    return code == Status.Code.NOT_FOUND || code == Status.Code.INVALID_ARGUMENT;
  }

  private static RuntimeException unknown(String who) {
    return RpcException.notFound("NO_SUCH_USER", "there is no user " + who);
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
