package dev.orrery.cache.edge.resp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.cache.CacheConfig;
import dev.orrery.cache.CacheServer;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Over a real socket, byte by byte.
// A text block would hide the line ends, which are what the protocol is about.
@SuppressWarnings("StringConcatToTextBlock")
class RespServerTest {
  private static final int PATIENCE_MILLIS = 10_000;

  @TempDir private Path folder;
  private ComponentContext context;
  private CacheServer server;
  private Socket socket;

  @BeforeEach
  void start() throws Exception {
    context = ComponentContext.forTest("cache", folder);
    server = new CacheServer(CacheConfig.defaults(), context);
    server.start();
    socket = connect();
  }

  private Socket connect() throws IOException {
    Endpoint resp =
        server.endpoints().stream().filter(e -> e.name().equals("resp")).findFirst().orElseThrow();
    Socket connected = new Socket(resp.host(), resp.port());
    connected.setSoTimeout(PATIENCE_MILLIS);
    connected.setTcpNoDelay(true);
    return connected;
  }

  @AfterEach
  void stop() throws Exception {
    socket.close();
    server.close();
    context.close();
  }

  private void send(String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void expect(String reply) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] got = in.readNBytes(reply.length());
    assertThat(new String(got, StandardCharsets.ISO_8859_1)).isEqualTo(reply);
  }

  private void expectEnd() throws IOException {
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void requestsSplitAtEveryByteAreUnderstood() throws Exception {
    String requests =
        "*3\r\n$3\r\nSET\r\n$5\r\na\0\r\n$\r\n$2\r\n\u00ff\u0000\r\nGET nothing\r\n"
            + "*2\r\n$3\r\nGET\r\n$5\r\na\0\r\n$\r\n";
    String replies = "+OK\r\n$-1\r\n$2\r\n\u00ff\u0000\r\n";
    for (int i = 1; i < requests.length(); i++) {
      send(requests.substring(0, i));
      send(requests.substring(i));
      expect(replies);
    }
    for (int i = 0; i < requests.length(); i++) {
      send(requests.substring(i, i + 1));
    }
    expect(replies);
  }

  @Test
  void inThreeMapsAndNothingLookDifferent() throws Exception {
    send("HELLO 3\r\nGET nothing\r\nCONFIG GET maxmemory-policy\r\nHELLO 2\r\nGET nothing\r\n");
    expect("%7\r\n$6\r\nserver\r\n$5\r\nredis\r\n");
    String rest = new String(socket.getInputStream().readNBytes(1), StandardCharsets.US_ASCII);
    StringBuilder all = new StringBuilder(rest);
    while (!all.toString().endsWith("*0\r\n$-1\r\n")) {
      all.append((char) socket.getInputStream().read());
    }
    assertThat(all).contains("_\r\n%1\r\n$16\r\nmaxmemory-policy\r\n$11\r\nallkeys-lru\r\n*14\r\n");
  }

  @Test
  void nonsenseIsAnsweredAndTheConnectionClosed() throws Exception {
    String[][] cases = {
      {"*1000000000\r\n", "invalid multibulk length"},
      {"*1\r\n$-5\r\n", "invalid bulk length"},
      {"*1\r\n$9999999999\r\n", "invalid bulk length"},
      {"*1\r\nfoo\r\n", "expected '$', got 'f'"},
      {"set \"x\r\n", "unbalanced quotes in request"},
    };
    for (String[] broken : cases) {
      send("PING\r\n" + broken[0] + "PING\r\n");
      expect("+PONG\r\n-ERR Protocol error: " + broken[1] + "\r\n");
      expectEnd();
      socket.close();
      socket = connect();
    }
  }

  @Test
  void aTransactionFailsWhenAnotherTouchedWhatItWatches() throws Exception {
    send("SET k 1\r\nWATCH k\r\nMULTI\r\nINCR k\r\n");
    expect("+OK\r\n+OK\r\n+OK\r\n+QUEUED\r\n");
    try (Socket other = connect()) {
      other.getOutputStream().write("SET k 7\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(other.getInputStream().readNBytes(5))
          .isEqualTo("+OK\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    send("EXEC\r\nMULTI\r\nINCR k\r\nNOSUCH\r\nEXEC\r\n");
    expect(
        "*-1\r\n+OK\r\n+QUEUED\r\n-ERR unknown command 'NOSUCH', with args beginning with: \r\n"
            + "-EXECABORT Transaction discarded because of previous errors.\r\n");
    send("MULTI\r\nINCR k\r\nGET k\r\nEXEC\r\n");
    expect("+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n:8\r\n$1\r\n8\r\n");
  }

  @Test
  void afterQuitNothingIsRead() throws Exception {
    send("QUIT\r\nSET k v\r\n");
    expect("+OK\r\n");
    expectEnd();
  }
}
