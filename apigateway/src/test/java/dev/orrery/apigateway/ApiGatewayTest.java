package dev.orrery.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.Credentials;
import dev.orrery.runtime.rpc.RpcServer;
import dev.orrery.testkit.wait.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gateway from outside: real HTTP in front, a real gRPC service and a published key behind.
class ApiGatewayTest {
  private static final Tokens TOKENS = new Tokens();
  private static final NotesBackend NOTES = new NotesBackend();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static ComponentContext backendContext;
  private static ComponentContext context;
  private static RpcServer backend;
  private static HttpServer identity;
  private static ApiGatewayServer gateway;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    Credentials credentials = Credentials.generated();
    backendContext =
        ComponentContext.testBuilder("notes", folder.resolve("notes"))
            .credentials(credentials)
            .build();
    backend = RpcServer.builder(backendContext).service(NOTES).start();
    identity =
        HttpServer.builder()
            .route(
                "GET",
                "/.well-known/jwks.json",
                request -> dev.orrery.runtime.http.HttpResponse.of(200).json(TOKENS.jwks()))
            .build()
            .start();
    context =
        ComponentContext.testBuilder("apigateway", folder.resolve("gateway"))
            .credentials(credentials)
            .target("notes", "127.0.0.1:" + backend.port())
            .build();
    gateway =
        new ApiGatewayServer(
            Configuration.empty()
                .with(
                    "apigateway.jwks-url=\"http://127.0.0.1:"
                        + identity.port()
                        + "/.well-known/jwks.json\"")
                .bind("apigateway", ApiGatewayConfig.class),
            context,
            TestApi.descriptors());
    gateway.start();
    port = gateway.endpoints().get(1).port();
    Await.until(
        Duration.ofSeconds(5),
        () -> gateway.health().state() == Health.State.HEALTHY,
        "the keys are there");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    backend.close();
    identity.close();
    context.close();
    backendContext.close();
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static HttpRequest.Builder as(String user, String path, String... roles) {
    return to(path).header("Authorization", "Bearer " + TOKENS.good(user, roles));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonObject ok(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  private static JsonObject problem(int status, HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = send(request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).hasValue("application/problem+json");
    JsonObject problem = JsonParser.parseString(response.body()).getAsJsonObject();
    assertThat(problem.get("status").getAsInt()).isEqualTo(status);
    return problem;
  }

  private static HttpRequest.Builder post(String user, byte[] body) {
    return as(user, "/v1/notes")
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body));
  }

  private static HttpRequest.Builder post(String user, String body) {
    return post(user, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void fillsTheRequestFromPathAndQuery() throws Exception {
    JsonObject note =
        ok(
            as(
                "1",
                "/v1/notes/a%2Fb?page_size=3&kinds=KIND_RED&kinds=0&nested.author=x%20y&big=-5"));
    assertThat(note.get("noteId").getAsString()).isEqualTo("a/b");
    assertThat(note.get("request").toString())
        .isEqualTo(
            "{\"noteId\":\"a/b\",\"text\":\"\",\"pageSize\":3,\"kinds\":[\"KIND_RED\",\"KIND_NONE\"],"
                + "\"nested\":{\"author\":\"x y\"},\"big\":\"-5\"}");
  }

  @Test
  void servesVerbsAdditionalBindingsAndBodiesOfOneField() throws Exception {
    assertThat(ok(as("1", "/v1/notes:find")).get("text").getAsString()).isEqualTo("FindNote");
    assertThat(ok(as("1", "/v1/old/shelf/9")).get("noteId").getAsString()).isEqualTo("shelf/9");
    JsonObject put =
        ok(
            as("1", "/v1/notes/7/inner?text=t")
                .header("Content-Type", "application/json; charset=utf-8")
                .PUT(BodyPublishers.ofString("{\"author\":\"me\"}")));
    assertThat(put.getAsJsonObject("request").getAsJsonObject("nested").get("author").getAsString())
        .isEqualTo("me");
  }

  @Test
  void theActorIsTheTokensSubjectWhateverTheClientSays() throws Exception {
    JsonObject note =
        ok(as("42", "/v1/notes/1").header("orrery-actor", "1").header("x-forwarded-user", "1"));
    assertThat(note.get("actor").getAsString()).isEqualTo("42");
  }

  @Test
  void aPublicRouteWantsNoTokenAndActsForNobody() throws Exception {
    assertThat(ok(to("/v1/ping")).get("actor").getAsString()).isEqualTo("nobody");
    assertThat(ok(as("42", "/v1/ping")).get("actor").getAsString()).isEqualTo("nobody");
  }

  @Test
  void badTokensAreRefusedOneByOne() throws Exception {
    for (var bad : TOKENS.bad().entrySet()) {
      HttpResponse<String> response =
          send(to("/v1/notes/1").header("Authorization", "Bearer " + bad.getValue()));
      assertThat(response.statusCode()).as(bad.getKey()).isEqualTo(401);
      assertThat(response.headers().firstValue("www-authenticate").orElse(""))
          .as(bad.getKey())
          .startsWith("Bearer error=\"invalid_token\"");
    }
    assertThat(problem(401, to("/v1/notes/1")).get("reason").getAsString())
        .isEqualTo("TOKEN_REQUIRED");
    problem(401, to("/v1/notes/1").header("Authorization", "Basic YTpi"));
  }

  @Test
  void anAdminRouteWantsTheRole() throws Exception {
    problem(403, as("1", "/v1/notes/1", "user").DELETE());
    ok(as("1", "/v1/notes/1", "user", "admin").DELETE());
  }

  @Test
  void badBodiesAreNamed() throws Exception {
    assertThat(problem(400, post("2", "{\"text\":")).get("detail").getAsString()).contains("JSON");
    problem(400, post("2", "{\"text\":\"a\",}"));
    problem(400, post("2", new byte[] {'{', '"', 't', '"', ':', '"', (byte) 0xff, '"', '}'}));
    assertThat(problem(400, post("2", "{\"texd\":\"a\"}")).get("detail").getAsString())
        .contains("texd");
    assertThat(problem(400, post("2", "{\"text\":5}")).get("violations").toString())
        .contains("expected a string, found a number");
    problem(400, post("2", "{\"pageSize\":-1}"));
    problem(400, post("2", "{\"big\":1e999999999}"));
    problem(400, post("2", "[]"));
    problem(400, as("2", "/v1/notes/1?pagesize=1"));
    problem(413, post("2", "{\"text\":\"" + "x".repeat(1 << 20) + "\"}"));
    problem(
        415,
        as("2", "/v1/notes")
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{}")));
    assertThat(ok(post("2", "{}")).get("text").getAsString()).isEqualTo("CreateNote");
  }

  @Test
  void unknownRoutesAndWrongMethodsAreToldApart() throws Exception {
    problem(404, as("3", "/v1/nothing"));
    problem(404, to("/"));
    HttpResponse<String> wrong = send(as("3", "/v1/notes").DELETE());
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("allow")).hasValue("OPTIONS, POST");
  }

  @Test
  void refusalsOfServicesKeepTheirReason() throws Exception {
    assertThat(problem(404, as("4", "/v1/notes/missing")).get("reason").getAsString())
        .isEqualTo("NO_SUCH_NOTE");
    assertThat(problem(400, as("4", "/v1/notes/wrong")).get("violations").toString())
        .isEqualTo("[{\"field\":\"note_id\",\"description\":\"is wrong\"}]");
    assertThat(problem(500, as("4", "/v1/notes/crash")).toString()).doesNotContain("secret");
    HttpResponse<String> busy = send(as("4", "/v1/notes/busy"));
    assertThat(busy.statusCode()).isEqualTo(429);
    assertThat(busy.headers().firstValue("retry-after")).hasValue("3");
  }

  @Test
  void anAggregateHasItsPartsAndLeavesOutAnOptionalOneThatFails() throws Exception {
    JsonObject both = ok(as("5", "/v1/notes/9/both"));
    assertThat(both.getAsJsonObject("left").get("text").getAsString()).isEqualTo("GetNote");
    assertThat(both.getAsJsonObject("right").get("text").getAsString()).isEqualTo("FindNote");
    assertThat(both.getAsJsonObject("right").get("actor").getAsString()).isEqualTo("5");
    JsonObject half = ok(as("5", "/v1/notes/halfmissing/both"));
    assertThat(half.keySet()).containsExactly("left");
  }

  @Test
  void aRequiredPartThatFailsCancelsTheOthers() throws Exception {
    problem(503, as("5", "/v1/notes/slow/both"));
    assertThat(NOTES.cancelled.await(3, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void writesBeyondTheLimitAreToldWhenToComeBack() throws Exception {
    long start = System.nanoTime();
    int allowed = 0;
    HttpResponse<String> refused = send(post("99", "{}"));
    while (refused.statusCode() == 200 && allowed < 1_000) {
      allowed++;
      refused = send(post("99", "{}"));
    }
    long refilled = (System.nanoTime() - start) * 100 / TimeUnit.MINUTES.toNanos(1);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(allowed).isBetween(100, 101 + (int) refilled);
    assertThat(Integer.parseInt(refused.headers().firstValue("retry-after").orElseThrow()))
        .isBetween(1, 60);
    ok(as("99", "/v1/notes/1"));
    ok(post("98", "{}"));
  }

  @Test
  void aBurstIsWhatMayComeAtOnceAndClientsBehindTheBalancerAreToldApart() throws Exception {
    try (ApiGatewayServer strict =
        new ApiGatewayServer(
            Configuration.empty()
                .with("apigateway.anonymous-per-minute=1")
                .with("apigateway.anonymous-burst=3")
                .bind("apigateway", ApiGatewayConfig.class),
            context,
            TestApi.descriptors())) {
      strict.start();
      int at = strict.endpoints().get(1).port();
      assertThat(allowedAtOnce(at, "198.51.100.1")).isEqualTo(3);
      assertThat(allowedAtOnce(at, "198.51.100.2")).isEqualTo(3);
      // what the client itself wrote before the balancer's word changes nothing
      assertThat(allowedAtOnce(at, "7.7.7.7, 198.51.100.2")).isZero();
    }
  }

  /// Calls in a row until one is refused.
  private static int allowedAtOnce(int at, String forwardedFor) throws Exception {
    for (int allowed = 0; ; allowed++) {
      HttpRequest.Builder ping =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at + "/v1/ping"))
              .header("X-Forwarded-For", forwardedFor);
      if (send(ping).statusCode() == 429) {
        return allowed;
      }
    }
  }

  @Test
  void descriptorsThatDoNotFitTogetherAreRefusedAtTheStart() {
    assertThatThrownBy(() -> open(TestApi.changed("{note_id}/both", "{nobody}/both")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no field nobody");
    assertThatThrownBy(() -> open(TestApi.changed("field: \"left\"", "field: \"up\"")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("part up");
    assertThatThrownBy(() -> open(TestApi.changed("backend]: \"notes\"", "backend]: \"\"")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no backend");
  }

  private static void open(com.google.protobuf.DescriptorProtos.FileDescriptorSet api) {
    new ApiGatewayServer(ApiGatewayConfig.defaults(), context, api).close();
  }
}
