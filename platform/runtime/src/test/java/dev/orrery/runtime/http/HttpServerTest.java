package dev.orrery.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {

  private HttpServer server = TestServers.echo(HttpLimits.DEFAULTS);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeEach
  void start() throws Exception {
    server = TestServers.echo(HttpLimits.DEFAULTS).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private java.net.http.HttpResponse<String> send(String method, String target, String body)
      throws Exception {
    var request =
        java.net.http.HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + target))
            .method(method, BodyPublishers.ofString(body))
            .build();
    return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @Test
  void answersARouteWithItsParameters() throws Exception {
    var response = send("GET", "/v1/users/a%2Fb?x=1+2", "");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("user a/b x=1 2");
  }

  @Test
  void echoesABody() throws Exception {
    String body = "x".repeat(300_000);
    assertThat(send("POST", "/echo", body).body()).isEqualTo(body);
    assertThat(send("POST", "/echo-stream", body).body()).isEqualTo(body);
  }

  @Test
  void answersWithProblemsWhereNothingIsServed() throws Exception {
    var missing = send("GET", "/nowhere", "");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.headers().firstValue("content-type")).hasValue("application/problem+json");
    var wrong = send("DELETE", "/v1/users/1", "");
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(wrong.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");
    assertThat(send("OPTIONS", "/v1/users/1", "").headers().firstValue("allow"))
        .hasValue("GET, HEAD, OPTIONS");
  }

  @Test
  void tellsNothingOfAFailureToTheClient() throws Exception {
    var response = send("GET", "/fail", "");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body())
        .contains("\"status\":500")
        .doesNotContain("secret")
        .doesNotContain("Exception");
  }
}
