package dev.orrery.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Http1ConnectionTest {

  private static final String HOST = "Host: orrery.test\r\n";
  private static final HttpLimits LIMITS = HttpLimits.DEFAULTS;

  private HttpServer server = TestServers.echo(LIMITS);

  private RawClient connect(HttpServer fresh) throws IOException {
    server = fresh.start();
    return new RawClient(server.port());
  }

  @AfterEach
  void stop() {
    server.kill();
  }

  @Test
  void answersPipelinedRequestsInOrder() throws IOException {
    try (RawClient client = connect(TestServers.echo(LIMITS))) {
      StringBuilder many = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        many.append("GET /v1/users/").append(i).append(" HTTP/1.1\r\n").append(HOST).append("\r\n");
        many.append("POST /echo HTTP/1.1\r\n").append(HOST).append("Content-Length: 2\r\n\r\nhi");
      }
      client.send(many.toString()).shutOutput();
      for (int i = 0; i < 200; i++) {
        assertThat(client.answer().body()).isEqualTo("user " + i);
        assertThat(client.answer().body()).isEqualTo("hi");
      }
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void answersHeadLikeGetWithoutBody() throws IOException {
    try (RawClient client = connect(TestServers.echo(LIMITS))) {
      var head = client.send("HEAD / HTTP/1.1\r\n" + HOST + "\r\n").answer(false);
      assertThat(head.head()).contains("content-length: 4\r\n").contains("\r\ndate: ");
      assertThat(client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").answer().body())
          .isEqualTo("root");
    }
  }

  @Test
  void closesForOldClientsUnlessTheyAskOtherwise() throws IOException {
    try (RawClient client = connect(TestServers.echo(LIMITS))) {
      client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
      assertThat(client.answer().head()).contains("connection: keep-alive");
      assertThat(client.send("POST /echo-stream HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi").rest())
          .doesNotContain("Transfer-Encoding")
          .endsWith("\r\n\r\nhi");
    }
  }

  @Test
  void asksForABodyOnlyWhenTheHandlerReadsIt() throws IOException {
    try (RawClient client = connect(TestServers.echo(LIMITS))) {
      client.send(
          "POST /echo HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.head()).startsWith("http/1.1 100 ");
      assertThat(client.send("hi").answer().body()).isEqualTo("hi");
      client.send(
          "POST /ignore HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.answer().head()).startsWith("http/1.1 200 ").contains("connection: close");
    }
    try (RawClient client = new RawClient(server.port())) {
      client.send("POST /echo HTTP/1.1\r\n" + HOST + "Expect: tea\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(417);
    }
  }

  @Test
  void keepsTheConnectionWhenAShortBodyWasNotRead() throws IOException {
    try (RawClient client = connect(TestServers.echo(LIMITS))) {
      client.send("POST /ignore HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("ignored");
      client.send("12345GET / HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(client.answer().body()).isEqualTo("root");
    }
  }

  @Test
  void refusesABodyBeyondTheLimitHoweverItIsSent() throws IOException {
    try (RawClient client = connect(TestServers.echo(LIMITS.withBodyBytes(1000)))) {
      client
          .send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 1001\r\n\r\n")
          .send("x".repeat(1001));
      assertThat(client.rest()).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
    }
    try (RawClient client = new RawClient(server.port())) {
      client
          .send("POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n")
          .send("x".repeat(1001));
      assertThat(client.rest()).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
    }
  }

  @Test
  void givesUpOnASlowHead() throws IOException {
    try (RawClient client =
        connect(TestServers.echo(LIMITS.withHeaderTimeout(Duration.ofMillis(200))))) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost:").rest())
          .startsWith("HTTP/1.1 408 ")
          .contains("application/problem+json")
          .contains("Connection: close");
    }
  }

  @Test
  void givesUpOnASlowBody() throws IOException {
    try (RawClient client =
        connect(TestServers.echo(LIMITS.withBodyTimeout(Duration.ofMillis(200))))) {
      client.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 9\r\n\r\nabc");
      assertThat(client.rest()).startsWith("HTTP/1.1 408 ").contains("Connection: close");
    }
  }

  @Test
  void closesAnIdleConnection() throws IOException {
    try (RawClient client =
        connect(TestServers.echo(LIMITS.withIdleTimeout(Duration.ofMillis(200))))) {
      assertThat(client.rest()).isEmpty();
    }
    try (RawClient client = new RawClient(server.port())) {
      assertThat(client.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").answer().status())
          .isEqualTo(200);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void turnsAwayOneConnectionTooMany() throws IOException {
    try (RawClient first = connect(TestServers.echo(LIMITS.withConnections(1)))) {
      assertThat(first.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").answer().status()).isEqualTo(200);
      try (RawClient second = new RawClient(server.port())) {
        assertThat(second.rest()).startsWith("HTTP/1.1 503 ").contains("application/problem+json");
      }
      assertThat(first.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").answer().status()).isEqualTo(200);
    }
  }

  @Test
  void holdsBackAWriterWhoseClientDoesNotRead() throws Exception {
    AtomicLong written = new AtomicLong();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    byte[] piece = new byte[16 * 1024];
    HttpServer endless =
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
            .build();
    try (RawClient client = connect(endless)) {
      client.send("GET /endless HTTP/1.1\r\n" + HOST + "\r\n");
      assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("does not take");
      assertThat(written.get()).isLessThan(16L * 1024 * 1024);
    }
  }

  @Test
  void holdsBackAClientWhoseHandlerDoesNotRead() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    HttpServer lazy =
        TestServers.routes(LIMITS.withBodyBytes(1L << 30))
            .route(
                "POST",
                "/lazy",
                request -> {
                  release.await();
                  long count = request.bodyStream().skip(Long.MAX_VALUE);
                  return HttpResponse.of(200).text("" + count);
                })
            .build();
    long length = 32L * 1024 * 1024;
    try (RawClient client = connect(lazy)) {
      AtomicLong sent = new AtomicLong();
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  client.send(
                      "POST /lazy HTTP/1.1\r\n" + HOST + "Content-Length: " + length + "\r\n\r\n");
                  byte[] piece = new byte[64 * 1024];
                  while (sent.get() < length) {
                    client.send(piece);
                    sent.addAndGet(piece.length);
                  }
                } catch (IOException gone) {
                  sent.set(-1);
                }
              });
      assertThat(sender.join(Duration.ofMillis(500))).isFalse();
      assertThat(sent.get()).isBetween(0L, length - 1);
      release.countDown();
      assertThat(client.answer().body()).isEqualTo("" + length);
      sender.join();
    }
  }

  @Test
  void cutsAStreamThatFailsSoThatTheClientNotices() throws IOException {
    HttpServer failing =
        TestServers.routes(LIMITS)
            .route(
                "GET",
                "/broken",
                request ->
                    HttpResponse.of(200).stream(
                        "text/plain",
                        out -> {
                          out.write('x');
                          out.flush();
                          throw new IllegalStateException("secret");
                        }))
            .build();
    try (RawClient client = connect(failing)) {
      String all = client.send("GET /broken HTTP/1.1\r\n" + HOST + "\r\n").rest();
      assertThat(all).endsWith("0001\r\nx\r\n").doesNotContain("secret");
    }
  }

  @Test
  void drainsWhatIsInFlightAndRefusesWhatIsNew() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    HttpServer slow =
        TestServers.routes(LIMITS)
            .route(
                "GET",
                "/slow",
                request -> {
                  entered.countDown();
                  release.await();
                  return HttpResponse.of(200).text("done");
                })
            .build();
    try (RawClient busy = connect(slow);
        RawClient idle = new RawClient(slow.port())) {
      int port = slow.port();
      assertThat(idle.send("GET / HTTP/1.1\r\n" + HOST + "\r\n").answer().status()).isEqualTo(200);
      busy.send("GET /slow HTTP/1.1\r\n" + HOST + "\r\n");
      entered.await();
      Thread closer = Thread.ofVirtual().start(slow::close);
      assertThat(idle.rest()).isEmpty();
      assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(IOException.class);
      release.countDown();
      var answer = busy.answer();
      assertThat(answer.body()).isEqualTo("done");
      assertThat(answer.head()).contains("connection: close");
      assertThat(closer.join(Duration.ofSeconds(5))).isTrue();
      assertThat(slow.connections()).isZero();
    }
  }

  @Test
  void killCutsEverythingAtOnce() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    HttpServer stuck =
        TestServers.routes(LIMITS)
            .route(
                "GET",
                "/stuck",
                request -> {
                  entered.countDown();
                  request.bodyStream().readAllBytes();
                  new CountDownLatch(1).await(5, TimeUnit.SECONDS);
                  return HttpResponse.of(200);
                })
            .build();
    try (RawClient client = connect(stuck)) {
      client.send("GET /stuck HTTP/1.1\r\n" + HOST + "\r\n");
      entered.await();
      stuck.kill();
      assertThat(client.rest()).isEmpty();
    }
  }
}
