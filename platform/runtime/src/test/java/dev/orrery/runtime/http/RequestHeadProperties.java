package dev.orrery.runtime.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Any bytes at all end in a request or a refusal.
class RequestHeadProperties {

  private static final HttpServer SERVER = TestServers.echo(HttpLimits.DEFAULTS);

  @BeforeContainer
  static void start() throws IOException {
    SERVER.start();
  }

  @AfterContainer
  static void stop() {
    SERVER.kill();
  }

  record Field(String name, String value) {}

  record Written(String method, String target, List<Field> fields) {
    String text() {
      StringBuilder out = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: a\r\n");
      fields.forEach(
          field -> out.append(field.name).append(": \t").append(field.value).append(" \r\n"));
      return out.append("\r\n").toString();
    }
  }

  @Provide
  Arbitrary<Written> requests() {
    Arbitrary<String> token =
        Arbitraries.strings().withChars("abcXYZ019!#$%&'*+-.^_`|~").ofMinLength(1).ofMaxLength(20);
    Arbitrary<String> value =
        Arbitraries.strings()
            .withCharRange('!', '~')
            .withChars(' ', '\u00e4')
            .ofMaxLength(60)
            .map(String::strip);
    Arbitrary<String> target =
        Arbitraries.strings()
            .withChars("abc019/-._~!$&'()*+,;=:@?")
            .ofMaxLength(40)
            .map(rest -> "/" + rest);
    Arbitrary<Field> field =
        Combinators.combine(token.map(name -> "x-" + name), value).as(Field::new);
    Arbitrary<String> method = Arbitraries.of("GET", "POST", "PUT", "X-Y", "a");
    return Combinators.combine(method, target, field.list().ofMaxSize(20)).as(Written::new);
  }

  /// Feeds a parser; the head when there is one, with what is left over.
  private static Optional<RequestHead> parse(RequestHeadParser parser, byte[] bytes)
      throws MalformedRequestException {
    for (int i = 0; i < bytes.length; i++) {
      if (parser.accept(bytes[i])) {
        assertThat(i).isEqualTo(bytes.length - 1);
        return Optional.of(parser.take());
      }
    }
    return Optional.empty();
  }

  @Property
  void whatIsWrittenIsRead(@ForAll("requests") Written written) throws MalformedRequestException {
    RequestHeadParser parser = new RequestHeadParser(HttpLimits.DEFAULTS);
    for (int round = 0; round < 2; round++) {
      RequestHead head = parse(parser, written.text().getBytes(ISO_8859_1)).orElseThrow();
      assertThat(head.method()).isEqualTo(written.method());
      assertThat(head.target()).isEqualTo(written.target());
      assertThat(head.headers().size()).isEqualTo(written.fields().size() + 1);
      IntStream.range(0, written.fields().size())
          .forEach(i -> {
            assertThat(head.headers().nameAt(i + 1)).isEqualTo(written.fields().get(i).name());
            assertThat(head.headers().valueAt(i + 1)).isEqualTo(written.fields().get(i).value());
          });
    }
  }

  @Property
  void aTruncatedHeadIsNeitherCompleteNorRefused(
      @ForAll("requests") Written written, @ForAll @IntRange(min = 1) int cut)
      throws MalformedRequestException {
    byte[] bytes = written.text().getBytes(ISO_8859_1);
    byte[] part = java.util.Arrays.copyOf(bytes, cut % bytes.length);
    assertThat(parse(new RequestHeadParser(HttpLimits.DEFAULTS), part)).isEmpty();
  }

  @Property
  void chunksCarryTheirData(@ForAll List<@net.jqwik.api.constraints.Size(max = 30) byte[]> chunks)
      throws MalformedRequestException {
    ChunkedDecoder decoder = new ChunkedDecoder(100);
    java.io.ByteArrayOutputStream wire = new java.io.ByteArrayOutputStream();
    java.io.ByteArrayOutputStream expected = new java.io.ByteArrayOutputStream();
    for (byte[] chunk : chunks) {
      if (chunk.length > 0) {
        wire.writeBytes((Integer.toHexString(chunk.length) + "\r\n").getBytes(ISO_8859_1));
        wire.writeBytes(chunk);
        wire.writeBytes("\r\n".getBytes(ISO_8859_1));
        expected.writeBytes(chunk);
      }
    }
    wire.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
    java.io.ByteArrayOutputStream data = new java.io.ByteArrayOutputStream();
    for (byte b : wire.toByteArray()) {
      assertThat(decoder.isComplete()).isFalse();
      if (decoder.dataRemaining() > 0) {
        data.write(b);
        decoder.dataTaken(1);
      } else {
        decoder.accept(b);
      }
    }
    assertThat(decoder.isComplete()).isTrue();
    assertThat(data.toByteArray()).isEqualTo(expected.toByteArray());
  }

  /// The client ends its side, so every outcome is an end: answers, then a close. A hang would be a
  /// time-out.
  @Property(tries = 300)
  void aMutatedRequestGetsAnAnswerOrAClose(
      @ForAll("requests") Written written,
      @ForAll @IntRange(min = 0) int at,
      @ForAll byte replacement)
      throws IOException {
    byte[] bytes =
        (written.text()
                + "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")
            .getBytes(ISO_8859_1);
    bytes[at % bytes.length] = replacement;
    long start = System.nanoTime();
    try (RawClient client = new RawClient(SERVER.port())) {
      client.send(bytes).shutOutput();
      String answer = client.rest();
      assertThat(answer)
          .doesNotContain("Exception")
          .doesNotContain("HTTP/1.1 5000")
          .doesNotContain(" 500 ");
      assertThat(answer.isEmpty() || answer.startsWith("HTTP/1.1 ")).isTrue();
    } catch (java.net.SocketException reset) {
      // A refusal that overtook the rest of the request.
      assertThat(reset).isNotNull();
    }
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(5);
  }

  @Property(tries = 100)
  void randomBytesNeverStopTheServer(@ForAll byte[] bytes) throws IOException {
    try (RawClient client = new RawClient(SERVER.port())) {
      client.send(bytes).shutOutput();
      client.rest();
    } catch (java.net.SocketException reset) {
      // As above.
    }
    try (RawClient client = new RawClient(SERVER.port())) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").answer().body())
          .isEqualTo("root");
    }
  }
}
