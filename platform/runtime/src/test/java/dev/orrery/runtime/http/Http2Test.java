package dev.orrery.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The JDK's client asks for HTTP/2 by `Upgrade: h2c`; frames written by hand show prior knowledge.
class Http2Test {

  private static final HttpLimits LIMITS = HttpLimits.DEFAULTS;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
  private HttpServer server = TestServers.echo(LIMITS);

  private void start(HttpServer fresh) throws IOException {
    server = fresh.start();
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    server.kill();
  }

  private java.net.http.HttpRequest.Builder to(String target) {
    return java.net.http.HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.port() + target))
        .timeout(Duration.ofSeconds(20));
  }

  private java.net.http.HttpResponse<String> send(java.net.http.HttpRequest request)
      throws Exception {
    return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @Test
  void upgradesAndThenSpeaksHttp2() throws Exception {
    start(TestServers.echo(LIMITS));
    var first = send(to("/v1/users/7?x=y").build());
    assertThat(first.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(first.body()).isEqualTo("user 7 x=y");
    assertThat(send(to("/nowhere").build()).headers().firstValue("content-type"))
        .hasValue(Problem.MEDIA_TYPE);
    assertThat(send(to("/v1/users/7").method("HEAD", BodyPublishers.noBody()).build()).body())
        .isEmpty();
    assertThat(send(to("/fail").build()).statusCode()).isEqualTo(500);
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void echoesBodiesOfManyRequestsAtOnce() throws Exception {
    start(TestServers.echo(LIMITS));
    send(to("/").build());
    String body = "0123456789".repeat(50_000);
    List<CompletableFuture<java.net.http.HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      var request =
          to(i % 2 == 0 ? "/echo" : "/echo-stream").POST(BodyPublishers.ofString(body)).build();
      answers.add(client.sendAsync(request, BodyHandlers.ofString()));
    }
    for (var answer : answers) {
      assertThat(answer.get(20, TimeUnit.SECONDS).body()).isEqualTo(body);
    }
    assertThat(server.connections()).isEqualTo(1);
  }

  @Test
  void refusesABodyBeyondTheLimit() throws Exception {
    start(TestServers.echo(LIMITS.withBodyBytes(1000)));
    send(to("/").build());
    var response = send(to("/echo").POST(BodyPublishers.ofString("x".repeat(1001))).build());
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.body()).contains("\"status\":413");
    assertThat(send(to("/echo").POST(BodyPublishers.ofString("fine")).build()).body())
        .isEqualTo("fine");
  }

  @Test
  void refusesTooManyHeaderBytesWithAProblem() throws Exception {
    start(TestServers.echo(LIMITS.withHeaders(1000, 100)));
    send(to("/").build());
    var response = send(to("/").header("a", "b".repeat(1200)).build());
    assertThat(response.statusCode()).isEqualTo(431);
    assertThat(response.body()).contains("\"status\":431");
  }

  @Test
  void holdsBackAWriterWhoseClientDoesNotRead() throws Exception {
    AtomicLong written = new AtomicLong();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    byte[] piece = new byte[16 * 1024];
    start(
        TestServers.routes(LIMITS.withWriteTimeout(Duration.ofMillis(300)))
            .route(
                "GET",
                "/endless",
                request ->
                    HttpResponse.of(200).stream(
                        "text/plain",
                        out -> {
                          try {
                            while (true) {
                              out.write(piece);
                              written.addAndGet(piece.length);
                            }
                          } catch (IOException held) {
                            failure.complete(held);
                            throw held;
                          }
                        }))
            .build());
    send(to("/").build());
    var response = client.send(to("/endless").build(), BodyHandlers.ofInputStream());
    try (InputStream unread = response.body()) {
      assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("does not take");
      assertThat(written.get()).isLessThan(64L * 1024 * 1024);
      // The stream was reset, and the connection serves on.
      assertThatThrownBy(() -> unread.skip(Long.MAX_VALUE)).isInstanceOf(IOException.class);
    }
    assertThat(send(to("/").build()).body()).isEqualTo("root");
  }

  @Test
  void drainsWhatIsInFlight() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    start(
        TestServers.routes(LIMITS)
            .route(
                "GET",
                "/slow",
                request -> {
                  entered.countDown();
                  release.await();
                  return HttpResponse.of(200).text("done");
                })
            .build());
    send(to("/").build());
    var slow = client.sendAsync(to("/slow").build(), BodyHandlers.ofString());
    entered.await();
    Thread closer = Thread.ofVirtual().start(server::close);
    assertThat(closer.join(Duration.ofMillis(200))).isFalse();
    release.countDown();
    assertThat(slow.get(5, TimeUnit.SECONDS).body()).isEqualTo("done");
    assertThat(closer.join(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void takesPriorKnowledgeByteByByte() throws Exception {
    start(TestServers.echo(LIMITS));
    try (RawClient raw = new RawClient(server.port())) {
      byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      byte[] settings = {0, 0, 0, 4, 0, 0, 0, 0, 0};
      // GET, http, path /, and :authority a as a literal, from the static table of RFC 7541.
      byte[] headers = {
        0, 0, 6, 1, 5, 0, 0, 0, 1, (byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'a'
      };
      for (byte[] part : List.of(preface, settings, headers)) {
        for (byte b : part) {
          raw.send(new byte[] {b});
        }
      }
      String body = "";
      while (body.isEmpty()) {
        byte[] frame = raw.in().readNBytes(9);
        assertThat(frame).hasSize(9);
        byte[] payload =
            raw.in()
                .readNBytes(
                    ((frame[0] & 0xff) << 16) | ((frame[1] & 0xff) << 8) | (frame[2] & 0xff));
        body = frame[3] == 0 ? new String(payload, StandardCharsets.UTF_8) : "";
      }
      assertThat(body).isEqualTo("root");
    }
  }

  @Test
  void endsAConnectionThatTurnsToGarbage() throws Exception {
    start(TestServers.echo(LIMITS));
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").shutOutput();
      assertThat(raw.rest()).doesNotContain("root");
    }
    try (RawClient raw = new RawClient(server.port())) {
      raw.send(
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: !!\r\n\r\n")
          .shutOutput();
      assertThat(raw.rest()).startsWith("HTTP/1.1 200 ").endsWith("root");
    }
    try (RawClient raw = new RawClient(server.port())) {
      // A frame size of zero is not allowed (RFC 9113 §6.5.2).
      raw.send(
              "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAUAAAAA\r\n\r\n")
          .shutOutput();
      assertThat(raw.rest()).startsWith("HTTP/1.1 400 ").contains(Problem.MEDIA_TYPE);
    }
    assertThat(send(to("/").build()).body()).isEqualTo("root");
  }
}
