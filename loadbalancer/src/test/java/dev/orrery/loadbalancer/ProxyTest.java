package dev.orrery.loadbalancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.ComponentContext;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a proxy must do with well-formed messages.
@SuppressWarnings("StringConcatToTextBlock") // CR LF at each line end, as on the wire
class ProxyTest {
  @TempDir Path data;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private TestBackend backend(TestBackend.Answer answer) throws IOException {
    TestBackend backend = new TestBackend("backend", answer);
    open.add(backend);
    return backend;
  }

  /// A client of a balancer in front of these backends.
  private RawClient client(TestBackend... backends) throws Exception {
    List<String> addresses = new ArrayList<>();
    for (TestBackend backend : backends) {
      addresses.add(backend.address());
    }
    LoadBalancerServer server =
        new LoadBalancerServer(
            Configuration.empty()
                .with("loadbalancer.routes=[\"/=" + String.join(",", addresses) + "\"]")
                .bind("loadbalancer", LoadBalancerConfig.class),
            ComponentContext.forTest("loadbalancer", data));
    open.add(server);
    server.start();
    RawClient client = new RawClient(server.endpoints().getLast().port());
    open.add(client);
    return client;
  }

  @Test
  void keepsBothConnectionsAlive() throws Exception {
    TestBackend backend = TestBackend.named("one");
    open.add(backend);
    RawClient client = client(backend);
    for (int i = 0; i < 5; i++) {
      assertThat(client.get("/a").body()).isEqualTo("one");
    }
    assertThat(backend.connections).hasValue(1);
  }

  @Test
  void saysWhoTheClientIsAndDropsWhatTheClientSaysAboutIt() throws Exception {
    TestBackend backend = TestBackend.named("one");
    open.add(backend);
    RawClient client = client(backend);
    client
        .send(
            "GET /a?b=c HTTP/1.1\r\nHost: orrery.test\r\nX-Forwarded-For: 6.6.6.6\r\n"
                + "Forwarded: for=6.6.6.6\r\nConnection: x-secret\r\nX-Secret: 1\r\nX-Kept: 2\r\n"
                + "Proxy-Authorization: 3\r\nTE: trailers\r\n\r\n")
        .answer();
    TestBackend.Request seen = backend.requests.getFirst();
    assertThat(seen.line()).isEqualTo("GET /a?b=c HTTP/1.1");
    assertThat(seen.field("x-forwarded-for")).isEqualTo("127.0.0.1");
    assertThat(seen.field("x-forwarded-proto")).isEqualTo("http");
    assertThat(seen.field("x-forwarded-host")).isEqualTo("orrery.test");
    assertThat(seen.field("forwarded")).isEqualTo("for=127.0.0.1;host=\"orrery.test\";proto=http");
    assertThat(seen.field("via")).isEqualTo("1.1 orrery");
    assertThat(seen.field("x-kept")).isEqualTo("2");
    assertThat(seen.field("x-secret") + seen.field("proxy-authorization") + seen.field("te"))
        .isEmpty();
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    RawClient client =
        client(
            backend((request, out) -> {
              request.body();
              TestBackend.text(out, request.line().split(" ", -1)[1]);
              return true;
            }));
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      all.append(
          i % 3 == 0
              ? "POST /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
              : "GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }
    client.send(all.toString());
    for (int i = 0; i < 50; i++) {
      assertThat(client.answer().body()).isEqualTo("/" + i);
    }
  }

  @Test
  void passesChunksAndTrailersOn() throws Exception {
    RawClient client =
        client(
            backend((request, out) -> {
              TestBackend.raw(
                  out,
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n");
              return true;
            }));
    for (int i = 0; i < 2; i++) {
      RawClient.Answer answer = client.get("/");
      assertThat(answer.body()).isEqualTo("abcde");
      assertThat(answer.head()).contains("x-sum: 5");
    }
    assertThat(client.send("GET / HTTP/1.0\r\n\r\n").toEnd()).endsWith("\r\n\r\nabcde");
  }

  @Test
  void framesABodyThatEndsWithItsConnection() throws Exception {
    RawClient client =
        client(
            backend((request, out) -> {
              TestBackend.raw(out, "HTTP/1.1 200 OK\r\n\r\nto the end");
              return false;
            }));
    assertThat(client.get("/").body()).isEqualTo("to the end");
    assertThat(client.get("/").body()).isEqualTo("to the end");
  }

  @Test
  void knowsWhichAnswersHaveNoBody() throws Exception {
    RawClient client =
        client(
            backend((request, out) -> {
              TestBackend.raw(
                  out,
                  request.line().startsWith("HEAD")
                      ? "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
                      : request.line().contains("/304")
                          ? "HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\n\r\n"
                          : "HTTP/1.1 204 No Content\r\n\r\n");
              return true;
            }));
    assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head())
        .contains("content-length: 1000");
    assertThat(client.send("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n").head()).contains(" 304 ");
    assertThat(client.send("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n").head()).contains(" 204 ");
    assertThat(client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").head()).contains(" 200 ");
  }

  @Test
  void letsTheBackendDecideWhetherToContinue() throws Exception {
    RawClient client =
        client(
            backend((request, out) -> {
              TestBackend.raw(out, "HTTP/1.1 100 Continue\r\n\r\n");
              TestBackend.text(
                  out, new String(request.body(), java.nio.charset.StandardCharsets.UTF_8));
              return true;
            }));
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    assertThat(client.head()).startsWith("http/1.1 100 ");
    assertThat(client.send("body").answer().body()).isEqualTo("body");
  }

  @Test
  void tunnelsAWebSocket() throws Exception {
    RawClient client =
        client(
            backend((request, out) -> {
              assertThat(request.field("upgrade")).isEqualTo("websocket");
              TestBackend.raw(
                  out,
                  "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                      + "Connection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\nhello");
              byte[] said = request.rest().readNBytes(5);
              out.write(said);
              out.flush();
              return false;
            }));
    client.send("GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    assertThat(client.head()).contains(" 101 ", "upgrade: websocket", "sec-websocket-accept: x");
    assertThat(client.read(5)).isEqualTo("hello");
    assertThat(client.send("world").toEnd()).isEqualTo("world");
  }

  @Test
  void streamsABodyLargerThanItsMemory() throws Exception {
    long size = 200L << 20;
    byte[] block = new byte[1 << 16];
    RawClient client =
        client(
            backend((request, out) -> {
              TestBackend.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
              for (long sent = 0; sent < size; sent += block.length) {
                out.write(block);
              }
              return true;
            }));
    long before = directMemory();
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(client.head()).contains("content-length: " + size);
    long most = 0;
    long read = 0;
    while (read < size) {
      read += client.in().readNBytes(block, 0, (int) Math.min(block.length, size - read));
      if (read % (8 << 20) == 0) {
        most = Math.max(most, directMemory() - before);
      }
    }
    assertThat(read).isEqualTo(size);
    assertThat(most).isLessThan(32L << 20);
  }

  private static long directMemory() {
    return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
        ? provider.metric().usedDirectMemory()
        : 0;
  }

  @Test
  void takesALargeUploadFromAFastClientForASlowBackend() throws Exception {
    int size = 16 << 20;
    RawClient client =
        client(
            backend((request, out) -> {
              TestBackend.text(out, Integer.toString(request.body().length));
              return true;
            }));
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n");
    assertThat(client.send(new byte[size]).answer().body()).isEqualTo(Integer.toString(size));
  }

  @Test
  void anAnswerThatBreaksOffIsNotPassedOffAsComplete() throws Exception {
    RawClient client =
        client(
            backend((request, out) -> {
              TestBackend.raw(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
              return false;
            }));
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(client.head()).contains("content-length: 100");
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> client.read(100))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesAMalformedAnswer() throws Exception {
    RawClient client =
        client(
            backend((request, out) -> {
              TestBackend.raw(
                  out,
                  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\nx");
              return false;
            }));
    RawClient.Answer answer = client.get("/");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.head()).contains("content-type: application/problem+json");
  }
}
