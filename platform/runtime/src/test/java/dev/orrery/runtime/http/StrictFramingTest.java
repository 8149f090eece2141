package dev.orrery.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What two readers could take differently is refused, whole and split at every byte.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictFramingTest {

  private static final String HOST = "Host: orrery.test\r\n";

  private final HttpServer server = TestServers.echo(HttpLimits.DEFAULTS);

  @BeforeAll
  void start() throws IOException {
    server.start();
  }

  @AfterAll
  void stop() {
    server.kill();
  }

  static Stream<Arguments> refused() {
    String get = "GET / HTTP/1.1\r\n";
    String post = "POST /echo HTTP/1.1\r\n" + HOST;
    return Stream.of(
        Arguments.of(
            "two equal lengths", post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
        Arguments.of(
            "two lengths", post + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc", 400),
        Arguments.of("a list of lengths", post + "Content-Length: 3, 3\r\n\r\nabc", 400),
        Arguments.of("a signed length", post + "Content-Length: +3\r\n\r\nabc", 400),
        Arguments.of("a negative length", post + "Content-Length: -3\r\n\r\nabc", 400),
        Arguments.of("an empty length", post + "Content-Length:\r\n\r\n", 400),
        Arguments.of(
            "an endless length", post + "Content-Length: 99999999999999999999\r\n\r\n", 413),
        Arguments.of(
            "length and chunked",
            post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "chunked and length",
            post + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400),
        Arguments.of(
            "chunked twice",
            post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of("identity", post + "Transfer-Encoding: identity\r\n\r\n", 400),
        Arguments.of("xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n", 400),
        Arguments.of(
            "chunked with a vertical tab", post + "Transfer-Encoding: \u000bchunked\r\n\r\n", 400),
        Arguments.of(
            "chunked in 1.0",
            "POST /echo HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "a chunk size that is none", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        Arguments.of(
            "a chunk size with 0x",
            post + "Transfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "a chunk size with a space",
            post + "Transfer-Encoding: chunked\r\n\r\n 3\r\nabc\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "a negative chunk size",
            post + "Transfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "an endless chunk size",
            post + "Transfer-Encoding: chunked\r\n\r\n10000000000000003\r\nabc",
            400),
        Arguments.of(
            "a chunk longer than told",
            post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
            400),
        Arguments.of(
            "a chunk size ending in LF",
            post + "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n",
            400),
        Arguments.of("a folded header", get + HOST + "A: b\r\n c\r\n\r\n", 400),
        Arguments.of("a folded first header", get + " A: b\r\n" + HOST + "\r\n", 400),
        Arguments.of("bare LF", "GET / HTTP/1.1\n" + HOST + "\r\n", 400),
        Arguments.of("bare LF after a header", get + "Host: a\nB: c\r\n\r\n", 400),
        Arguments.of("bare CR in a value", get + HOST + "A: b\rc\r\n\r\n", 400),
        Arguments.of("a space before the colon", get + "Host : a\r\n\r\n", 400),
        Arguments.of("a bad name", get + HOST + "A(b): c\r\n\r\n", 400),
        Arguments.of("an empty name", get + HOST + ": c\r\n\r\n", 400),
        Arguments.of("no colon", get + HOST + "Abc\r\n\r\n", 400),
        Arguments.of("NUL in a value", get + HOST + "A: b\0c\r\n\r\n", 400),
        Arguments.of("NUL in a name", get + HOST + "A\0: b\r\n\r\n", 400),
        Arguments.of("no host", get + "\r\n", 400),
        Arguments.of("two hosts", get + HOST + HOST + "\r\n", 400),
        Arguments.of("a host that is none", get + "Host: a b\r\n\r\n", 400),
        Arguments.of("a host with a path", get + "Host: a/b\r\n\r\n", 400),
        Arguments.of("two spaces", "GET  / HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a tab", "GET\t/ HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a target with a space", "GET /a b HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a relative target", "GET a HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a fragment", "GET /a#b HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a backslash", "GET /..\\a HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a broken escape", "GET /%zz HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("an escaped NUL", "GET /%00 HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("an escape that is no UTF-8", "GET /%ff HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a star for GET", "GET * HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("no version", "GET /\r\n" + HOST + "\r\n", 400),
        Arguments.of("a lower-case version", "GET / http/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("another version", "GET / HTTP/3.0\r\n" + HOST + "\r\n", 505),
        Arguments.of("a TLS hello", "\u0016\u0003\u0001\u0002\0\u0001", 400),
        Arguments.of("CONNECT", "CONNECT a:80 HTTP/1.1\r\n" + HOST + "\r\n", 501),
        Arguments.of(
            "a long request line",
            "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n",
            414),
        Arguments.of("a long header", get + HOST + "A: " + "b".repeat(17000) + "\r\n\r\n", 431),
        Arguments.of("many headers", get + HOST + "A: b\r\n".repeat(101) + "\r\n", 431));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedAndTheConnectionEnds(String what, String request, int status) throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      isRefusal(client.send(request).rest(), status);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void isRefusedWhereverItIsSplit(String what, String request, int status) throws IOException {
    // A long one has the same bytes in most places.
    int step = Math.max(1, request.length() / 40);
    for (int cut = 1; cut < request.length(); cut += step) {
      try (RawClient client = new RawClient(server.port())) {
        client.send(request.substring(0, cut));
        Thread.onSpinWait();
        try {
          client.send(request.substring(cut));
        } catch (IOException alreadyRefused) {
          continue;
        }
        isRefusal(client.rest(), status);
      }
    }
  }

  private static void isRefusal(String answer, int status) {
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: application/problem+json");
    assertThat(answer).contains("Connection: close").contains("\"status\":" + status);
    assertThat(answer.split("HTTP/1.1 ", -1)).hasSize(2);
  }

  @Test
  void aPoisonedRequestNeverReachesAHandlerAsTwo() throws IOException {
    String smuggled =
        "POST /ignore HTTP/1.1\r\n"
            + HOST
            + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /fail HTTP/1.1\r\n"
            + HOST
            + "\r\n";
    try (RawClient client = new RawClient(server.port())) {
      isRefusal(client.send(smuggled).rest(), 400);
    }
  }

  @Test
  void takesWhatIsRightByteByByte() throws IOException {
    String request =
        "\r\nPOST /echo HTTP/1.1\r\nhost:orrery.test\r\nTransfer-Encoding: Chunked\r\n\r\n003;a=\"b\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n";
    try (RawClient client = new RawClient(server.port())) {
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
      }
      assertThat(client.answer().body()).isEqualTo("abc0123456789");
      assertThat(
              client
                  .send("GET http://other.test/v1/users/1 HTTP/1.1\r\n" + HOST + "\r\n")
                  .answer()
                  .body())
          .isEqualTo("user 1");
    }
  }
}
