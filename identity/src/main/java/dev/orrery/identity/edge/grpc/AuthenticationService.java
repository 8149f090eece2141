package dev.orrery.identity.edge.grpc;

import dev.orrery.identity.core.account.Account;
import dev.orrery.identity.core.account.AccountRules;
import dev.orrery.identity.core.account.AccountStore;
import dev.orrery.identity.core.account.AccountStore.Versioned;
import dev.orrery.identity.core.password.HashingPool;
import dev.orrery.identity.core.password.PasswordHasher;
import dev.orrery.identity.core.refresh.RefreshFamily;
import dev.orrery.identity.core.refresh.RefreshRotation;
import dev.orrery.identity.core.refresh.RefreshRotation.Outcome;
import dev.orrery.identity.core.refresh.RefreshToken;
import dev.orrery.identity.core.token.AccessTokens;
import dev.orrery.identity.v1.AuthenticationGrpc;
import dev.orrery.identity.v1.LogInRequest;
import dev.orrery.identity.v1.LogOutRequest;
import dev.orrery.identity.v1.LogOutResponse;
import dev.orrery.identity.v1.RefreshRequest;
import dev.orrery.identity.v1.RegisterRequest;
import dev.orrery.identity.v1.TokenResponse;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.rpc.RpcException;
import dev.orrery.runtime.rpc.Unary;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/// What people do: register, log in, refresh, log out.
public final class AuthenticationService extends AuthenticationGrpc.AuthenticationImplBase {
  private static final SortedSet<String> NEW_ROLES = new TreeSet<>(java.util.Set.of("user"));

  private final AccountStore store;
  private final PasswordHasher hasher;
  private final HashingPool pool;
  private final AccessTokens tokens;
  private final RefreshRotation rotation;
  private final Duration refreshLife;
  private final LongSupplier ids;
  private final Time time;

  /// Verified when there is no account, so that the answer takes as long.
  private final String decoyHash;

  public AuthenticationService(
      AccountStore store,
      PasswordHasher hasher,
      HashingPool pool,
      AccessTokens tokens,
      RefreshRotation rotation,
      Duration refreshLife,
      LongSupplier ids,
      Time time) {
    this.store = store;
    this.hasher = hasher;
    this.pool = pool;
    this.tokens = tokens;
    this.rotation = rotation;
    this.refreshLife = refreshLife;
    this.ids = ids;
    this.time = time;
    this.decoyHash = hasher.hash("the password of nobody");
  }

  @Override
  public void register(RegisterRequest request, StreamObserver<TokenResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          refuse("username", AccountRules.username(request.getUsername()));
          refuse("password", AccountRules.password(request.getPassword()));
          refuse("display_name", AccountRules.displayName(request.getDisplayName()));
          if (store.byUsername(request.getUsername()).isPresent()) {
            throw taken(request.getUsername());
          }
          String hash = hashing(() -> hasher.hash(request.getPassword()));
          String displayName =
              request.getDisplayName().isBlank()
                  ? request.getUsername()
                  : request.getDisplayName().strip();
          Account account =
              new Account(
                  ids.getAsLong(),
                  request.getUsername(),
                  displayName,
                  Optional.of(hash),
                  NEW_ROLES,
                  time.wallMillis());
          if (!store.add(account)) {
            throw taken(request.getUsername());
          }
          return newFamily(account);
        });
  }

  @Override
  public void logIn(LogInRequest request, StreamObserver<TokenResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          if (AccountRules.password(request.getPassword()).isPresent()) {
            throw badCredentials(); // no account has such a password
          }
          Optional<Account> account =
              AccountRules.username(request.getUsername()).isPresent()
                  ? Optional.empty() // no account has such a name
                  : store.byUsername(request.getUsername());
          String hash = account.flatMap(Account::passwordHash).orElse(decoyHash);
          boolean right = hashing(() -> hasher.verify(request.getPassword(), hash));
          if (!right || account.flatMap(Account::passwordHash).isEmpty()) {
            throw badCredentials();
          }
          return newFamily(account.get());
        });
  }

  @Override
  public void refresh(RefreshRequest request, StreamObserver<TokenResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          RefreshToken presented =
              RefreshToken.parse(request.getRefreshToken())
                  .orElseThrow(AuthenticationService::badRefresh);
          Versioned stored =
              store.family(presented.familyId()).orElseThrow(AuthenticationService::badRefresh);
          RefreshToken next = presented.next();
          switch (rotation.use(stored.family(), presented.hash(), next.hash(), time.wallMillis())) {
            case Outcome.Refused() -> throw badRefresh();
            case Outcome.Reused(RefreshFamily ended) -> {
              if (!store.replaceFamily(presented.familyId(), ended, stored.version())) {
                endFamily(presented.familyId()); // rotated meanwhile, and must end all the same
              }
              throw reused();
            }
            case Outcome.Rotated(RefreshFamily rotated) -> {
              if (!store.replaceFamily(presented.familyId(), rotated, stored.version())) {
                endFamily(presented.familyId()); // used twice at the same moment
                throw reused();
              }
              Account account =
                  store.byId(rotated.accountId()).orElseThrow(AuthenticationService::badRefresh);
              return response(account, next);
            }
          }
        });
  }

  @Override
  public void logOut(LogOutRequest request, StreamObserver<LogOutResponse> observer) {
    Unary.answer(
        observer,
        () -> {
          RefreshToken.parse(request.getRefreshToken())
              .ifPresent(token -> endFamily(token.familyId()));
          return LogOutResponse.getDefaultInstance();
        });
  }

  /// Ends a family whatever others do to it meanwhile; each try that fails means that somebody else
  /// has moved it on.
  private void endFamily(String familyId) {
    Optional<Versioned> stored = store.family(familyId);
    while (stored.isPresent()
        && !stored.get().family().ended()
        && !store.replaceFamily(familyId, stored.get().family().end(), stored.get().version())) {
      stored = store.family(familyId);
    }
  }

  private TokenResponse newFamily(Account account) {
    RefreshToken first = RefreshToken.firstOfFamily();
    store.addFamily(
        first.familyId(),
        new RefreshFamily(
            account.id(), first.hash(), 0, false, time.wallMillis() + refreshLife.toMillis()));
    return response(account, first);
  }

  private TokenResponse response(Account account, RefreshToken refresh) {
    return TokenResponse.newBuilder()
        .setAccessToken(tokens.issue(account, time.wallMillis()))
        .setTokenType("Bearer")
        .setExpiresIn((int) tokens.life().toSeconds())
        .setRefreshToken(refresh.text())
        .setUserId(String.valueOf(account.id()))
        .setUsername(account.username())
        .build();
  }

  private <T> T hashing(java.util.concurrent.Callable<T> work) throws Exception {
    try {
      return pool.run(work);
    } catch (HashingPool.BusyException busy) {
      throw RpcException.resourceExhausted("HASHING_BUSY", String.valueOf(busy.getMessage()))
          .retryAfter(Duration.ofSeconds(1));
    }
  }

  private static void refuse(String field, Optional<String> complaint) {
    complaint.ifPresent(text -> {
      throw RpcException.invalidArgument(field, text);
    });
  }

  private static RpcException taken(String username) {
    return RpcException.alreadyExists("USERNAME_TAKEN", "the user name " + username + " is taken");
  }

  private static RpcException badCredentials() {
    return RpcException.unauthenticated("BAD_CREDENTIALS", "user name or password is wrong");
  }

  private static RpcException badRefresh() {
    return RpcException.unauthenticated(
        "BAD_REFRESH_TOKEN", "the refresh token is unknown, expired or ended");
  }

  private static RpcException reused() {
    return RpcException.unauthenticated(
        "REFRESH_TOKEN_REUSED",
        "the refresh token was used before; all tokens of this log-in have ended");
  }
}
