package dev.orrery.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.orrery.identity.store.MapAccountStore;
import dev.orrery.identity.v1.AccountsGrpc;
import dev.orrery.identity.v1.AuthenticationGrpc;
import dev.orrery.identity.v1.AuthenticationGrpc.AuthenticationBlockingStub;
import dev.orrery.identity.v1.DeleteAccountRequest;
import dev.orrery.identity.v1.GetAccountRequest;
import dev.orrery.identity.v1.IdentityAdminGrpc;
import dev.orrery.identity.v1.IdentityAdminGrpc.IdentityAdminBlockingStub;
import dev.orrery.identity.v1.ImportAccountRequest;
import dev.orrery.identity.v1.ImportAccountResponse;
import dev.orrery.identity.v1.LogInRequest;
import dev.orrery.identity.v1.LogOutRequest;
import dev.orrery.identity.v1.RefreshRequest;
import dev.orrery.identity.v1.RegisterRequest;
import dev.orrery.identity.v1.SetRolesRequest;
import dev.orrery.identity.v1.TokenResponse;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The component over its sockets, with accounts in a map.
class IdentityServerTest {
  private static final String PASSWORD = "correct horse battery";

  @TempDir private Path directory;
  private ComponentContext context;
  private IdentityServer server;
  private AuthenticationBlockingStub authentication;

  IdentityServerTest() {}

  @BeforeEach
  void start() throws Exception {
    context = ComponentContext.forTest("identity", directory);
    start(IdentityConfig.defaults());
  }

  private void start(IdentityConfig config) throws Exception {
    server = new IdentityServer(config, context, new MapAccountStore());
    server.start();
    authentication = AuthenticationGrpc.newBlockingStub(context.channels().channel(address()));
  }

  private void restart(IdentityConfig config) throws Exception {
    server.close();
    start(config);
  }

  private static IdentityConfig config(
      Duration refreshLife, String hasher, int threads, int queue) {
    return new IdentityConfig(
        Duration.ofMinutes(15), refreshLife, "single-use", hasher, threads, queue, 0);
  }

  @AfterEach
  void stop() {
    GatedHasher.GATE.get().countDown();
    server.close();
    server.close();
    context.close();
  }

  private String address() {
    return "127.0.0.1:" + port("grpc");
  }

  private int port(String name) {
    return server.endpoints().stream()
        .filter(it -> it.name().equals(name))
        .mapToInt(Endpoint::port)
        .findFirst()
        .orElseThrow();
  }

  private IdentityAdminBlockingStub admin() {
    return IdentityAdminGrpc.newBlockingStub(context.channels().operatorChannel(address()));
  }

  private AccountsGrpc.AccountsBlockingStub accounts() {
    return AccountsGrpc.newBlockingStub(context.channels().channel(address()));
  }

  private TokenResponse register(String name) {
    return authentication.register(
        RegisterRequest.newBuilder().setUsername(name).setPassword(PASSWORD).build());
  }

  private TokenResponse logIn(String name, String password) {
    return authentication.logIn(
        LogInRequest.newBuilder().setUsername(name).setPassword(password).build());
  }

  private TokenResponse refresh(String token) {
    return authentication.refresh(RefreshRequest.newBuilder().setRefreshToken(token).build());
  }

  private static void assertRefused(Callable<?> call, Status.Code code, String reason) {
    StatusRuntimeException refused = catchThrowableOfType(StatusRuntimeException.class, call::call);
    assertThat(refused).isNotNull();
    assertThat(refused.getStatus().getCode()).isEqualTo(code);
    assertThat(RpcException.reasonOf(refused)).contains(reason);
  }

  private static <T> List<Future<T>> atOnce(int callers, IntFunction<Callable<T>> call) {
    List<Future<T>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        answers.add(threads.submit(call.apply(i)));
      }
    }
    return answers;
  }

  @Test
  void registeringGivesTokensAndAnAccount() throws Exception {
    TokenResponse tokens = register("ada");
    assertThat(tokens.getTokenType()).isEqualTo("Bearer");
    assertThat(tokens.getExpiresIn()).isEqualTo(900);
    assertThat(tokens.getUsername()).isEqualTo("ada");
    var claims = SignedJWT.parse(tokens.getAccessToken()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(tokens.getUserId());
    assertThat(claims.getStringListClaim("roles")).containsExactly("user");
    var account = accounts().getAccount(GetAccountRequest.newBuilder().setUsername("ada").build());
    assertThat(account.getUserId()).isEqualTo(tokens.getUserId());
    assertThat(account.getDisplayName()).isEqualTo("ada");
    assertThat(
            accounts()
                .getAccount(GetAccountRequest.newBuilder().setUserId(tokens.getUserId()).build()))
        .isEqualTo(account);
    assertThat(server.health()).isEqualTo(Health.healthy());
  }

  @Test
  void aNameIsGivenOnce() {
    restartWithAFastHasher();
    register("ada");
    assertRefused(() -> register("ada"), Status.Code.ALREADY_EXISTS, "USERNAME_TAKEN");
    long given =
        atOnce(16, _ -> () -> register("grace")).stream()
            .filter(it -> it.state() == Future.State.SUCCESS)
            .count();
    assertThat(given).isEqualTo(1);
  }

  private void restartWithAFastHasher() {
    try {
      restart(config(Duration.ofDays(1), GatedHasher.class.getName(), 2, 256));
    } catch (Exception unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Test
  void namesPasswordsAndDisplayNamesOutOfBoundsAreRefused() {
    for (RegisterRequest wrong :
        List.of(
            RegisterRequest.newBuilder().setUsername("Ada").setPassword(PASSWORD).build(),
            RegisterRequest.newBuilder().setUsername("").setPassword(PASSWORD).build(),
            RegisterRequest.newBuilder().setUsername("ada").setPassword("short").build(),
            RegisterRequest.newBuilder().setUsername("ada").setPassword("x".repeat(129)).build(),
            RegisterRequest.newBuilder()
                .setUsername("ada")
                .setPassword(PASSWORD)
                .setDisplayName("x".repeat(65))
                .build())) {
      assertRefused(
          () -> authentication.register(wrong), Status.Code.INVALID_ARGUMENT, "INVALID_FIELD");
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreAnsweredAlike() {
    register("ada");
    assertThat(logIn("ada", PASSWORD).getUsername()).isEqualTo("ada");
    admin().importAccount(ImportAccountRequest.newBuilder().setUsername("imported").build());
    List<Callable<?>> wrong =
        List.of(
            () -> logIn("ada", "wrong horse battery"),
            () -> logIn("nobody", PASSWORD),
            () -> logIn("imported", PASSWORD),
            () -> logIn("", PASSWORD),
            () -> logIn("Not A Name", PASSWORD),
            () -> logIn("ada", ""));
    List<String> messages = new ArrayList<>();
    for (Callable<?> attempt : wrong) {
      assertRefused(attempt, Status.Code.UNAUTHENTICATED, "BAD_CREDENTIALS");
      messages.add(catchThrowableOfType(StatusRuntimeException.class, attempt::call).getMessage());
    }
    assertThat(messages).containsOnly(messages.getFirst());
  }

  @Test
  void aRefreshTokenServesOnceAndItsReuseEndsAllOfItsLine() {
    TokenResponse first = register("ada");
    TokenResponse second = refresh(first.getRefreshToken());
    assertThat(second.getRefreshToken()).isNotEqualTo(first.getRefreshToken());
    assertThat(second.getAccessToken()).isNotEqualTo(first.getAccessToken());
    TokenResponse third = refresh(second.getRefreshToken());
    TokenResponse otherLogIn = logIn("ada", PASSWORD);
    assertRefused(
        () -> refresh(first.getRefreshToken()),
        Status.Code.UNAUTHENTICATED,
        "REFRESH_TOKEN_REUSED");
    assertRefused(
        () -> refresh(third.getRefreshToken()), Status.Code.UNAUTHENTICATED, "BAD_REFRESH_TOKEN");
    assertThat(refresh(otherLogIn.getRefreshToken()).getUsername()).isEqualTo("ada");
  }

  @Test
  void ofManyUsesAtOnceOneSucceedsAtMostAndTheLineEnds() throws Exception {
    restartWithAFastHasher();
    for (int round = 0; round < 10; round++) {
      TokenResponse tokens = register("racer_" + round);
      List<Future<TokenResponse>> uses = atOnce(8, _ -> () -> refresh(tokens.getRefreshToken()));
      List<TokenResponse> given = new ArrayList<>();
      for (Future<TokenResponse> use : uses) {
        if (use.state() == Future.State.SUCCESS) {
          given.add(use.get());
        }
      }
      assertThat(given).hasSizeLessThanOrEqualTo(1);
      for (TokenResponse winner : given) {
        assertRefused(
            () -> refresh(winner.getRefreshToken()),
            Status.Code.UNAUTHENTICATED,
            "BAD_REFRESH_TOKEN");
      }
    }
  }

  /// An old token is presented while the newest is rotated: whoever comes first, it ends.
  @Test
  void reuseEndsTheLineAlsoWhileItIsRotated() throws Exception {
    restartWithAFastHasher();
    for (int round = 0; round < 20; round++) {
      TokenResponse old = register("victim_" + round);
      TokenResponse newest = refresh(old.getRefreshToken());
      List<Future<TokenResponse>> uses =
          atOnce(2, i -> () -> refresh(i == 0 ? old.getRefreshToken() : newest.getRefreshToken()));
      assertThat(uses.getFirst().state()).isEqualTo(Future.State.FAILED);
      if (uses.getLast().state() == Future.State.SUCCESS) {
        String rotated = uses.getLast().get().getRefreshToken();
        assertRefused(() -> refresh(rotated), Status.Code.UNAUTHENTICATED, "BAD_REFRESH_TOKEN");
      }
    }
  }

  @Test
  void anExpiredAnUnknownAndAMalformedRefreshTokenAreRefused() throws Exception {
    restart(config(Duration.ZERO, GatedHasher.class.getName(), 1, 1));
    TokenResponse expired = register("ada");
    String unknown = "A".repeat(22) + "." + "A".repeat(43);
    for (String token : List.of(expired.getRefreshToken(), unknown, "", "no token", "é")) {
      assertRefused(() -> refresh(token), Status.Code.UNAUTHENTICATED, "BAD_REFRESH_TOKEN");
    }
  }

  @Test
  void loggingOutEndsTheLineAndIsNoErrorTwice() {
    TokenResponse tokens = register("ada");
    for (String token : List.of(tokens.getRefreshToken(), tokens.getRefreshToken(), "unknown")) {
      assertThat(authentication.logOut(LogOutRequest.newBuilder().setRefreshToken(token).build()))
          .isNotNull();
    }
    assertRefused(
        () -> refresh(tokens.getRefreshToken()), Status.Code.UNAUTHENTICATED, "BAD_REFRESH_TOKEN");
  }

  @Test
  void anImportIsIdempotentAlsoWhenManyDoItAtOnce() throws Exception {
    List<ImportAccountResponse> answers = new ArrayList<>();
    for (Future<ImportAccountResponse> answer :
        atOnce(
            64,
            i ->
                () ->
                    admin()
                        .importAccount(
                            ImportAccountRequest.newBuilder()
                                .setUsername("user_" + i % 4)
                                .build()))) {
      answers.add(answer.get());
    }
    assertThat(answers.stream().filter(it -> !it.getExisted()).count()).isEqualTo(4);
    assertThat(answers.stream().map(ImportAccountResponse::getUserId).distinct().count())
        .isEqualTo(4);
    assertRefused(
        () -> admin().importAccount(ImportAccountRequest.newBuilder().setUsername("No").build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD");
  }

  @Test
  void rolesThatWereSetAreInTheNextAccessToken() throws Exception {
    TokenResponse tokens = register("ada");
    admin()
        .setRoles(
            SetRolesRequest.newBuilder()
                .setUserId(tokens.getUserId())
                .addRoles("user")
                .addRoles("admin")
                .build());
    TokenResponse refreshed = refresh(tokens.getRefreshToken());
    assertThat(
            SignedJWT.parse(refreshed.getAccessToken())
                .getJWTClaimsSet()
                .getStringListClaim("roles"))
        .containsExactly("admin", "user");
    assertRefused(
        () ->
            admin()
                .setRoles(
                    SetRolesRequest.newBuilder()
                        .setUserId(tokens.getUserId())
                        .addRoles("emperor")
                        .build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD");
    for (String unknown : List.of("1", "0", "-1", "", "9".repeat(19), "ada")) {
      assertRefused(
          () -> admin().setRoles(SetRolesRequest.newBuilder().setUserId(unknown).build()),
          Status.Code.NOT_FOUND,
          "NO_SUCH_ACCOUNT");
    }
  }

  @Test
  void aDeletedAccountIsGoneWithItsTokens() {
    TokenResponse tokens = register("ada");
    DeleteAccountRequest request =
        DeleteAccountRequest.newBuilder().setUserId(tokens.getUserId()).build();
    admin().deleteAccount(request);
    assertRefused(() -> admin().deleteAccount(request), Status.Code.NOT_FOUND, "NO_SUCH_ACCOUNT");
    assertRefused(
        () -> refresh(tokens.getRefreshToken()), Status.Code.UNAUTHENTICATED, "BAD_REFRESH_TOKEN");
    assertRefused(() -> logIn("ada", PASSWORD), Status.Code.UNAUTHENTICATED, "BAD_CREDENTIALS");
    for (String name : List.of("ada", "", "No Name")) {
      assertRefused(
          () -> accounts().getAccount(GetAccountRequest.newBuilder().setUsername(name).build()),
          Status.Code.NOT_FOUND,
          "NO_SUCH_ACCOUNT");
    }
    assertRefused(
        () -> accounts().getAccount(GetAccountRequest.getDefaultInstance()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_FIELD");
  }

  @Test
  void administeringWantsTheOperatorsCredentialAndReadingAComponents() {
    ImportAccountRequest request = ImportAccountRequest.newBuilder().setUsername("ada").build();
    for (var channel :
        List.of(context.channels().channel(address()), context.channels().raw(address()))) {
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> IdentityAdminGrpc.newBlockingStub(channel).importAccount(request));
      assertThat(refused.getStatus().getCode())
          .isIn(Status.Code.UNAUTHENTICATED, Status.Code.PERMISSION_DENIED);
    }
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                AccountsGrpc.newBlockingStub(context.channels().raw(address()))
                    .getAccount(GetAccountRequest.newBuilder().setUsername("ada").build()));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThatThrownBy(() -> logIn("ada", PASSWORD)).hasMessageContaining("UNAUTHENTICATED");
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("http") + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void theKeysOverHttpVerifyATokenAlsoAfterARestart() throws Exception {
    SignedJWT token = SignedJWT.parse(register("ada").getAccessToken());
    restart(IdentityConfig.defaults());
    HttpResponse<String> jwks = get("/.well-known/jwks.json");
    assertThat(jwks.statusCode()).isEqualTo(200);
    assertThat(jwks.headers().firstValue("Cache-Control")).contains("public, max-age=60");
    var key = JWKSet.parse(jwks.body()).getKeyByKeyId(token.getHeader().getKeyID());
    assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
    assertThat(jwks.body()).doesNotContain("\"d\"");
    assertThat(get("/.well-known/openid-configuration").body())
        .contains("https://identity.orrery.test/.well-known/jwks.json");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void nobodyButTheOwnerMayLookAtTheSigningKeys() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
  }

  @Test
  void passwordsThatFindNoPlaceInTheQueueAreRefusedAtOnce() throws Exception {
    restart(config(Duration.ofDays(1), GatedHasher.class.getName(), 1, 1));
    GatedHasher.GATE.set(new CountDownLatch(1));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ExecutorCompletionService<TokenResponse>(threads);
      for (int i = 0; i < 5; i++) {
        String name = "user_" + i;
        answers.submit(() -> register(name));
      }
      for (int refused = 0; refused < 3; refused++) {
        Future<TokenResponse> busy = answers.take();
        assertThat(busy.state()).isEqualTo(Future.State.FAILED);
        assertRefused(
            () -> {
              throw (StatusRuntimeException) busy.exceptionNow();
            },
            Status.Code.RESOURCE_EXHAUSTED,
            "HASHING_BUSY");
      }
      GatedHasher.GATE.get().countDown();
      assertThat(answers.take().state()).isEqualTo(Future.State.SUCCESS);
      assertThat(answers.take().state()).isEqualTo(Future.State.SUCCESS);
    }
  }

  @Test
  void aHasherOrARotationThatIsNoneIsRefusedAtTheStart() {
    for (String name : List.of("my.pkg.Missing", String.class.getName())) {
      IdentityServer other =
          new IdentityServer(
              config(Duration.ofDays(1), name, 1, 1), context, new MapAccountStore());
      assertThatThrownBy(other::start)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("identity.password-hash is \"" + name + "\"");
      other.close();
    }
    IdentityServer other =
        new IdentityServer(
            new IdentityConfig(
                Duration.ofMinutes(15), Duration.ofDays(1), "none", "argon2id", 1, 1, 0),
            context,
            new MapAccountStore());
    assertThatThrownBy(other::start).hasMessageContaining("identity.refresh is \"none\"");
    other.close();
  }
}
