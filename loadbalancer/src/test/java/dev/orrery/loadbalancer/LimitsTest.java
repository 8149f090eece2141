package dev.orrery.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the balancer refuses before any backend hears of it.
@SuppressWarnings("StringConcatToTextBlock") // CR LF at each line end, as on the wire
class LimitsTest {
  @TempDir Path data;

  @SuppressWarnings("NullAway.Init") // made before each test
  private TestBackend backend;

  @SuppressWarnings("NullAway.Init") // made before each test
  private LoadBalancerServer server;

  @BeforeEach
  void start() throws Exception {
    backend = TestBackend.named("one");
    server =
        new LoadBalancerServer(
            Configuration.empty()
                .with("loadbalancer.routes=[\"/app=" + backend.address() + "\"]")
                .with("loadbalancer.header-timeout=300ms")
                .with("loadbalancer.body-timeout=300ms")
                .with("loadbalancer.response-timeout=400ms")
                .bind("loadbalancer", LoadBalancerConfig.class),
            ComponentContext.forTest("loadbalancer", data));
    server.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    backend.close();
  }

  private RawClient client() throws Exception {
    return new RawClient(server.endpoints().getLast().port());
  }

  private void assertProblem(String bytes, int status) throws Exception {
    try (RawClient client = client()) {
      RawClient.Answer answer = client.send(bytes).answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.head()).contains("content-type: application/problem+json");
      assertThat(answer.body()).contains("\"status\":" + status);
      assertThat(backend.requests).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n",
        "Content-Length : 3\r\n\r\nabc",
        "X: a\r\n b\r\n\r\n",
        "X: a\rb\r\n\r\n",
        "X: a\u0000b\r\n\r\n",
        "Host: b\r\n\r\n",
        "Content-Length: +3\r\n\r\nabc",
      })
  void ambiguousFramingIsRefused(String rest) throws Exception {
    assertProblem("POST /app HTTP/1.1\r\nHost: a\r\n" + rest, 400);
  }

  @Test
  void aMissingHostIsRefused() throws Exception {
    assertProblem("GET /app HTTP/1.1\r\n\r\n", 400);
  }

  @Test
  void boundsHaveTheirStatus() throws Exception {
    assertProblem("GET /app/" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", 414);
    assertProblem("GET /app HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(17_000) + "\r\n\r\n", 431);
    assertProblem("GET /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n", 404);
    assertProblem("GET /application HTTP/1.1\r\nHost: a\r\n\r\n", 404);
    assertProblem("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 501);
    assertProblem("GET /app HTTP/2.0\r\nHost: a\r\n\r\n", 505);
  }

  @Test
  void aHeadThatDoesNotEndIsTimedOut() throws Exception {
    assertProblem("GET /app HTTP/1.1\r\nHost: a\r\nX: slow", 408);
  }

  @Test
  void aBodyThatDoesNotEndIsTimedOut() throws Exception {
    try (RawClient client = client()) {
      client.send("POST /app HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");
      assertThat(client.answer().status()).isEqualTo(408);
    }
  }

  @Test
  void aBadChunkEndsTheConnectionAndTheRequest() throws Exception {
    try (RawClient client = client()) {
      client.send(
          "POST /app HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n+3\r\n");
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.head()).contains("connection: close");
      assertThat(client.toEnd()).isEmpty();
    }
  }

  @Test
  void aBackendThatDoesNotAnswerIsTimedOut() throws Exception {
    try (TestBackend silent =
            new TestBackend("silent", (request, _) -> request.rest().read() >= 0);
        LoadBalancerServer other =
            new LoadBalancerServer(
                Configuration.empty()
                    .with("loadbalancer.routes=[\"/=" + silent.address() + "\"]")
                    .with("loadbalancer.response-timeout=300ms")
                    .bind("loadbalancer", LoadBalancerConfig.class),
                ComponentContext.forTest("loadbalancer", data.resolve("other")))) {
      other.start();
      try (RawClient client = new RawClient(other.endpoints().getLast().port())) {
        assertThat(client.get("/").status()).isEqualTo(504);
      }
    }
  }

  @Test
  void servesOnAfterRubbish() throws Exception {
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 50; i++) {
      byte[] rubbish = new byte[random.nextInt(500)];
      random.nextBytes(rubbish);
      try (RawClient client = client()) {
        client.send(rubbish);
      }
    }
    try (RawClient client = client()) {
      assertThat(client.get("/app").body()).isEqualTo("one");
    }
  }
}
