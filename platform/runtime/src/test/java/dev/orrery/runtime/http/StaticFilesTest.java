package dev.orrery.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticFilesTest {

  @TempDir Path temp = Path.of("");
  private HttpServer server = TestServers.echo(HttpLimits.DEFAULTS);

  @BeforeEach
  void start() throws IOException {
    Path root = Files.createDirectory(temp.resolve("root"));
    Files.writeString(temp.resolve("secret.txt"), "secret");
    Files.writeString(root.resolve("index.html"), "<p>home");
    Files.writeString(root.resolve("a b.css"), "0123456789");
    Files.writeString(root.resolve(".env"), "secret");
    Files.writeString(root.resolve("large.bin"), "x".repeat(300_000));
    Files.createDirectory(root.resolve(".git"));
    Files.writeString(root.resolve(".git/config"), "secret");
    Files.createDirectory(root.resolve("sub"));
    Files.createSymbolicLink(root.resolve("out.txt"), temp.resolve("secret.txt"));
    Files.createSymbolicLink(root.resolve("up"), temp);
    Files.createSymbolicLink(root.resolve("env.txt"), root.resolve(".env"));
    Files.createSymbolicLink(root.resolve("inside.css"), root.resolve("a b.css"));
    server =
        TestServers.routes(HttpLimits.DEFAULTS)
            .route("GET", "/files/{path=**}", StaticFiles.directory(root))
            .route(
                "GET",
                "/classes/{path=**}",
                StaticFiles.resources(HttpServer.class, "/dev/orrery/runtime/http"))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.kill();
  }

  private RawClient.Answer get(String path, String... headers) throws IOException {
    return request("GET", path, headers);
  }

  private RawClient.Answer request(String method, String path, String... headers)
      throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      String fields = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      client.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
      return client.answer(!method.equals("HEAD"));
    }
  }

  private static String field(RawClient.Answer answer, String name) {
    int at = answer.head().indexOf("\r\n" + name + ": ") + name.length() + 4;
    return answer.head().substring(at, answer.head().indexOf("\r\n", at));
  }

  @Test
  void servesAFileWithItsType() throws IOException {
    var css = get("/files/a%20b.css");
    assertThat(css.body()).isEqualTo("0123456789");
    assertThat(css.head())
        .contains("content-type: text/css")
        .contains("x-content-type-options: nosniff");
    assertThat(get("/files/").body()).isEqualTo("<p>home");
    assertThat(get("/files/large.bin").body()).hasSize(300_000);
    assertThat(get("/files/inside.css").body()).isEqualTo("0123456789");
    assertThat(field(request("HEAD", "/files/a%20b.css"), "content-length")).isEqualTo("10");
  }

  @Test
  void hidesEverythingElse() throws IOException {
    for (String path :
        new String[] {
          "/files/none",
          "/files/sub",
          "/files/.env",
          "/files/.git/config",
          "/files/%2eenv",
          "/files/../secret.txt",
          "/files/%2e%2e/secret.txt",
          "/files/..%2fsecret.txt",
          "/files/%2e%2e%2fsecret.txt",
          "/files/..%5csecret.txt",
          "/files/sub/../../secret.txt",
          "/files/sub//../secret.txt",
          "/files//etc/passwd",
          "/files/%2fetc/passwd",
          "/files/out.txt",
          "/files/up/secret.txt",
          "/files/env.txt",
          "/files/sub/",
          "/files/a%0ab",
          "/classes/",
          "/classes/../http/HttpServer.class",
          "/classes/nothing"
        }) {
      var answer = get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.head()).as(path).contains(Problem.MEDIA_TYPE);
    }
    assertThat(get("/files/..\\secret.txt").status()).isEqualTo(400);
    assertThat(get("/files/a%00.css").status()).isEqualTo(400);
  }

  @Test
  void answersConditionsWithNotModified() throws IOException {
    var full = get("/files/a%20b.css");
    String tag = field(full, "etag");
    assertThat(get("/files/a%20b.css", "If-None-Match: \"x\", " + tag).status()).isEqualTo(304);
    assertThat(get("/files/a%20b.css", "If-None-Match: W/" + tag).status()).isEqualTo(304);
    assertThat(get("/files/a%20b.css", "If-None-Match: *").status()).isEqualTo(304);
    assertThat(get("/files/a%20b.css", "If-None-Match: \"x\"").status()).isEqualTo(200);
    try (RawClient client = new RawClient(server.port())) {
      String modified = client.send("GET /files/a%20b.css HTTP/1.1\r\nHost: a\r\n\r\n").head();
      assertThat(modified).contains("last-modified: ");
    }
    String future = "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT";
    assertThat(get("/files/a%20b.css", future).status()).isEqualTo(304);
    assertThat(get("/files/a%20b.css", future, "If-None-Match: \"x\"").status()).isEqualTo(200);
    assertThat(get("/files/a%20b.css", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT").status())
        .isEqualTo(200);
    assertThat(get("/files/a%20b.css", "If-Modified-Since: yesterday").status()).isEqualTo(200);
  }

  @Test
  void answersRanges() throws IOException {
    assertRange("bytes=2-4", 206, "234", "bytes 2-4/10");
    assertRange("bytes=7-", 206, "789", "bytes 7-9/10");
    assertRange("bytes=-2", 206, "89", "bytes 8-9/10");
    assertRange("bytes=-99", 206, "0123456789", "bytes 0-9/10");
    assertRange("bytes=9-99", 206, "9", "bytes 9-9/10");
    for (String ignored :
        new String[] {"bytes=4-2", "bytes=1-2,4-5", "lines=1-2", "bytes=-", "bytes=a-b"}) {
      assertThat(get("/files/a%20b.css", "Range: " + ignored).status()).as(ignored).isEqualTo(200);
    }
    for (String outside : new String[] {"bytes=10-", "bytes=-0", "bytes=50-60"}) {
      var answer = get("/files/a%20b.css", "Range: " + outside);
      assertThat(answer.status()).as(outside).isEqualTo(416);
      assertThat(field(answer, "content-range")).isEqualTo("bytes */10");
    }
    String tag = field(get("/files/a%20b.css"), "etag");
    assertThat(get("/files/a%20b.css", "Range: bytes=0-0", "If-Range: " + tag).status())
        .isEqualTo(206);
    assertThat(get("/files/a%20b.css", "Range: bytes=0-0", "If-Range: \"x\"").status())
        .isEqualTo(200);
  }

  private void assertRange(String range, int status, String body, String contentRange)
      throws IOException {
    var answer = get("/files/a%20b.css", "Range: " + range);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(body);
    assertThat(field(answer, "content-range")).isEqualTo(contentRange);
  }

  @Test
  void servesResourcesOfTheClassPath() throws IOException {
    var answer = get("/classes/HttpServer.class");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).startsWith("\u00ca\u00fe\u00ba\u00be");
    assertThat(get("/classes/HttpServer.class", "If-None-Match: " + field(answer, "etag")).status())
        .isEqualTo(304);
  }
}
