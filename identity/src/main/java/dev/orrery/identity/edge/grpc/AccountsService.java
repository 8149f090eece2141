package dev.orrery.identity.edge.grpc;

import dev.orrery.identity.core.account.AccountRules;
import dev.orrery.identity.core.account.AccountStore;
import dev.orrery.identity.v1.Account;
import dev.orrery.identity.v1.AccountsGrpc;
import dev.orrery.identity.v1.GetAccountRequest;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/// What other components may know of an account.
public final class AccountsService extends AccountsGrpc.AccountsImplBase {
  private final AccountStore store;

  public AccountsService(AccountStore store) {
    this.store = store;
  }

  @Override
  public void getAccount(GetAccountRequest request, StreamObserver<Account> observer) {
    Unary.answer(
        observer,
        () ->
            find(request)
                .map(account ->
                    Account.newBuilder()
                        .setUserId(String.valueOf(account.id()))
                        .setUsername(account.username())
                        .setDisplayName(account.displayName())
                        .addAllRoles(account.roles())
                        .setCreatedMillis(account.createdMillis())
                        .build())
                .orElseThrow(
                    () -> RpcException.notFound("NO_SUCH_ACCOUNT", "there is no such account")));
  }

  private Optional<dev.orrery.identity.core.account.Account> find(GetAccountRequest request) {
    return switch (request.getByCase()) {
      case USER_ID -> AccountId.parse(request.getUserId()).flatMap(store::byId);
      case USERNAME ->
          AccountRules.username(request.getUsername()).isPresent()
              ? Optional.empty() // no account has such a name
              : store.byUsername(request.getUsername());
      case BY_NOT_SET -> throw RpcException.invalidArgument("by", "name a user_id or a username");
    };
  }
}
