package dev.orrery.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebSocketTest {

  private static final String HANDSHAKE =
      "GET /socket/a HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private final BlockingQueue<String> closes = new ArrayBlockingQueue<>(10);
  private final HttpServer server =
      TestServers.routes(HttpLimits.DEFAULTS.withWebSocketMessageBytes(200_000))
          .webSocket(
              "/socket/{name}",
              new WebSocketHandler() {
                @Override
                public void onOpen(dev.orrery.runtime.http.WebSocket socket) throws IOException {
                  socket.send("hello " + socket.request().pathParameter("name"));
                }

                @Override
                public void onText(dev.orrery.runtime.http.WebSocket socket, String text)
                    throws IOException {
                  socket.send(text);
                }

                @Override
                public void onBinary(dev.orrery.runtime.http.WebSocket socket, byte[] data)
                    throws IOException {
                  socket.send(data);
                }

                @Override
                public void onClose(
                    dev.orrery.runtime.http.WebSocket socket, int code, String reason) {
                  closes.add(code + " " + reason);
                }
              })
          .build();

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.kill();
  }

  /// Gathers whole messages.
  private static final class Listener implements java.net.http.WebSocket.Listener {
    final BlockingQueue<String> messages = new ArrayBlockingQueue<>(100);
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();

    @Override
    public CompletionStage<?> onText(
        java.net.http.WebSocket socket, CharSequence data, boolean last) {
      partial.append(data);
      if (last) {
        messages.add(partial.toString());
        partial.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(java.net.http.WebSocket socket, int code, String reason) {
      closed.complete(code);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Test
  void echoesMessagesAndClosesInOrder() throws Exception {
    Listener listener = new Listener();
    try (HttpClient client = HttpClient.newHttpClient()) {
      var socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/socket/ada"), listener)
              .get(5, TimeUnit.SECONDS);
      assertThat(listener.messages.poll(5, TimeUnit.SECONDS)).isEqualTo("hello ada");
      String large = "ü".repeat(60_000);
      socket.sendText(large.substring(0, 30_000), false).get(5, TimeUnit.SECONDS);
      socket.sendText(large.substring(30_000), true).get(5, TimeUnit.SECONDS);
      assertThat(listener.messages.poll(5, TimeUnit.SECONDS)).isEqualTo(large);
      socket.sendClose(java.net.http.WebSocket.NORMAL_CLOSURE, "bye").get(5, TimeUnit.SECONDS);
      assertThat(closes.poll(5, TimeUnit.SECONDS)).isEqualTo("1000 bye");
      assertThat(listener.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1000);
    }
  }

  @Test
  void answersTheHandshakeOfTheRfc() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      String head = client.send(HANDSHAKE).head();
      assertThat(head).startsWith("http/1.1 101 ").contains("s3pplmbitxaq9kygzzhzrbk+xoo=");
      byte[] hello = client.in().readNBytes(2 + "hello a".length());
      assertThat(hello[0]).isEqualTo((byte) 0x81);
      // A ping with a masked payload is answered.
      client.send(new byte[] {(byte) 0x89, (byte) 0x81, 0, 0, 0, 0, 'p'});
      assertThat(client.in().readNBytes(3)).containsExactly((byte) 0x8a, (byte) 1, (byte) 'p');
    }
    assertThat(closes.poll(5, TimeUnit.SECONDS)).isEqualTo("1006 ");
  }

  @Test
  void refusesAPlainRequestAndOtherVersions() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      var plain = client.send("GET /socket/a HTTP/1.1\r\nHost: a\r\n\r\n").answer();
      assertThat(plain.status()).isEqualTo(426);
      assertThat(plain.head()).contains("sec-websocket-version: 13").contains(Problem.MEDIA_TYPE);
      assertThat(client.send(HANDSHAKE.replace("13", "8")).answer().status()).isEqualTo(426);
      assertThat(client.send(HANDSHAKE.replace("dGhl", "")).answer().status()).isEqualTo(426);
    }
  }

  @Test
  void closesOnFramesThatAreNotAllowed() throws Exception {
    byte[][] bad = {
      {(byte) 0x81, 1, 'a'}, // not masked
      {(byte) 0xc1, (byte) 0x81, 0, 0, 0, 0, 'a'}, // a reserved bit
      {(byte) 0x83, (byte) 0x80, 0, 0, 0, 0}, // a reserved opcode
      {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, (byte) 0xff}, // not UTF-8
      {(byte) 0x82, (byte) 0xff, 0, 0, 0, 0, 0x7f, 0, 0, 0, 0, 0, 0, 0}, // 2 GB
    };
    for (byte[] frame : bad) {
      try (RawClient client = new RawClient(server.port())) {
        client.send(HANDSHAKE).head();
        client.send(frame);
        client.rest();
        assertThat(closes.poll(5, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void saysGoodbyeWhenTheServerDrains() throws Exception {
    Listener listener = new Listener();
    try (HttpClient client = HttpClient.newHttpClient()) {
      client
          .newWebSocketBuilder()
          .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/socket/ada"), listener)
          .get(5, TimeUnit.SECONDS);
      server.close();
      assertThat(listener.closed.get(5, TimeUnit.SECONDS)).isEqualTo(1001);
    }
  }
}
