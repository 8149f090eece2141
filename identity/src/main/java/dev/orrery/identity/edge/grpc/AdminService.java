package dev.orrery.identity.edge.grpc;

import dev.orrery.identity.core.account.Account;
import dev.orrery.identity.core.account.AccountRules;
import dev.orrery.identity.core.account.AccountStore;
import dev.orrery.identity.v1.DeleteAccountRequest;
import dev.orrery.identity.v1.DeleteAccountResponse;
import dev.orrery.identity.v1.IdentityAdminGrpc;
import dev.orrery.identity.v1.ImportAccountRequest;
import dev.orrery.identity.v1.ImportAccountResponse;
import dev.orrery.identity.v1.SetRolesRequest;
import dev.orrery.identity.v1.SetRolesResponse;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/// What the operator does.
public final class AdminService extends IdentityAdminGrpc.IdentityAdminImplBase {
  private final AccountStore store;
  private final LongSupplier ids;
  private final Time time;

  public AdminService(AccountStore store, LongSupplier ids, Time time) {
    this.store = store;
    this.ids = ids;
    this.time = time;
  }

  @Override
  public void importAccount(
      ImportAccountRequest request, StreamObserver<ImportAccountResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          AccountRules.username(request.getUsername())
              .ifPresent(complaint -> {
                throw RpcException.invalidArgument("username", complaint);
              });
          AccountRules.displayName(request.getDisplayName())
              .ifPresent(complaint -> {
                throw RpcException.invalidArgument("display_name", complaint);
              });
          Optional<Account> there = store.byUsername(request.getUsername());
          if (there.isEmpty()) {
            Account account = fresh(request);
            if (store.add(account)) {
              return response(account, false);
            }
            there = store.byUsername(request.getUsername());
          }
          return response(
              there.orElseThrow(
                  () -> RpcException.aborted("CONFLICT", "the account was removed meanwhile")),
              true);
        });
  }

  private Account fresh(ImportAccountRequest request) {
    String displayName =
        request.getDisplayName().isBlank() ? request.getUsername() : request.getDisplayName();
    return new Account(
        ids.getAsLong(),
        request.getUsername(),
        displayName,
        Optional.empty(),
        new TreeSet<>(Set.of("user")),
        time.wallMillis());
  }

  private static ImportAccountResponse response(Account account, boolean existed) {
    return ImportAccountResponse.newBuilder()
        .setUserId(String.valueOf(account.id()))
        .setExisted(existed)
        .build();
  }

  @Override
  public void setRoles(SetRolesRequest request, StreamObserver<SetRolesResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          for (String role : request.getRolesList()) {
            if (!AccountRules.ROLES.contains(role)) {
              throw RpcException.invalidArgument(
                  "roles", "'" + role + "' is none of " + AccountRules.ROLES);
            }
          }
          Account account =
              AccountId.parse(request.getUserId())
                  .flatMap(store::byId)
                  .orElseThrow(AdminService::unknown);
          if (!store.replace(account.withRoles(new TreeSet<>(request.getRolesList())))) {
            throw unknown();
          }
          return SetRolesResponse.getDefaultInstance();
        });
  }

  @Override
  public void deleteAccount(
      DeleteAccountRequest request, StreamObserver<DeleteAccountResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          long id = AccountId.parse(request.getUserId()).orElseThrow(AdminService::unknown);
          if (!store.remove(id)) {
            throw unknown();
          }
          return DeleteAccountResponse.getDefaultInstance();
        });
  }

  private static RpcException unknown() {
    return RpcException.notFound("NO_SUCH_ACCOUNT", "there is no such account");
  }
}
