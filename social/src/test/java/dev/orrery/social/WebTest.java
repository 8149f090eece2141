package dev.orrery.social;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.testkit.wait.Await;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The web tier over HTTP, as a browser without scripts uses it; requests go to two instances in
/// turn.
class WebTest {
  private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");
  private static final String PASSWORD = "a long enough password";

  @TempDir private static Path folder;
  private static SmallModel model;
  private static Endpoint one;
  private static Endpoint two;

  @BeforeAll
  static void start() throws Exception {
    model = new SmallModel(folder, SocialConfig.defaults());
    one = model.startWeb("web-1");
    two = model.startWeb("web-2");
  }

  @AfterAll
  static void stop() {
    model.close();
  }

  /// A browser: cookies, redirects, and every other request to the other instance.
  private static final class Browser implements AutoCloseable {
    private final HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private int requests;

    private URI at(String path) {
      Endpoint instance = requests++ % 2 == 0 ? one : two;
      return URI.create("http://127.0.0.1:" + instance.port() + path);
    }

    HttpResponse<String> get(String path) throws Exception {
      return client.send(
          HttpRequest.newBuilder(at(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> submit(String path, Map<String, String> fields) throws Exception {
      String form =
          fields.entrySet().stream()
              .map(field ->
                  field.getKey()
                      + "="
                      + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
              .collect(Collectors.joining("&"));
      HttpRequest request =
          HttpRequest.newBuilder(at(path))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    String token(String path) throws Exception {
      Matcher token = TOKEN.matcher(get(path).body());
      assertThat(token.find()).as("a form token at " + path).isTrue();
      return token.group(1);
    }

    void signUp(String name) throws Exception {
      HttpResponse<String> home =
          submit(
              "/signup",
              Map.of("form_token", token("/signup"), "username", name, "password", PASSWORD));
      assertThat(home.statusCode()).isEqualTo(200);
    }

    HttpResponse<String> post(String text) throws Exception {
      return submit("/posts", Map.of("form_token", token("/"), "text", text));
    }

    @Override
    public void close() {
      client.close();
    }
  }

  @Test
  void aPersonSignsUpPostsAndIsReadByAFollower() throws Exception {
    try (Browser ada = new Browser();
        Browser bob = new Browser()) {
      ada.signUp("web_ada");
      bob.signUp("web_bob");
      assertThat(ada.post("older than the follow").statusCode()).isEqualTo(200);
      HttpResponse<String> profile =
          bob.submit("/users/web_ada/follow", Map.of("form_token", bob.token("/users/web_ada")));
      assertThat(profile.body()).contains("older than the follow").contains("Unfollow");
      ada.post("younger than the follow");
      Await.until(
          Duration.ofSeconds(10),
          () -> bob.get("/").body(),
          page ->
              page.contains("older than the follow") && page.contains("younger than the follow"),
          "both posts on the follower's page");
    }
  }

  @Test
  void whatAUserWritesNeverBecomesMarkup() throws Exception {
    try (Browser eve = new Browser()) {
      eve.signUp("web_eve");
      eve.post("<script>alert('x')</script> & \"quotes\"");
      Await.until(
          Duration.ofSeconds(10),
          () -> eve.get("/").body(),
          page -> page.contains("&lt;script&gt;alert"),
          "the escaped post");
      assertThat(eve.get("/").body()).doesNotContain("<script>alert");
      assertThat(eve.get("/").headers().firstValue("Content-Security-Policy"))
          .hasValueSatisfying(policy -> assertThat(policy).contains("script-src 'self'"));
    }
  }

  @Test
  void aFormWithoutItsSessionsTokenIsRefused() throws Exception {
    try (Browser kim = new Browser();
        Browser stranger = new Browser()) {
      kim.signUp("web_kim");
      stranger.signUp("web_stranger");
      assertThat(kim.submit("/posts", Map.of("text", "forged")).statusCode()).isEqualTo(403);
      String foreign = stranger.token("/");
      assertThat(kim.submit("/posts", Map.of("form_token", foreign, "text", "forged")).statusCode())
          .isEqualTo(403);
      assertThat(kim.get("/").body()).doesNotContain("forged");
    }
  }

  @Test
  void anAlteredCookieIsNobodys() throws Exception {
    try (Browser leo = new Browser();
        HttpClient bare = HttpClient.newHttpClient()) {
      leo.signUp("web_leo");
      String cookie =
          ((CookieManager) leo.client.cookieHandler().orElseThrow())
              .getCookieStore()
              .getCookies()
              .getFirst()
              .toString();
      URI home = URI.create("http://127.0.0.1:" + one.port() + "/");
      String altered = cookie.replace("=", "=A");
      HttpResponse<String> genuine =
          bare.send(
              HttpRequest.newBuilder(home).header("Cookie", cookie).build(),
              HttpResponse.BodyHandlers.ofString());
      HttpResponse<String> forged =
          bare.send(
              HttpRequest.newBuilder(home).header("Cookie", altered).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(genuine.statusCode()).isEqualTo(200);
      assertThat(forged.statusCode()).isEqualTo(303);
      assertThat(forged.headers().firstValue("Location")).contains("/login");
    }
  }

  @Test
  void whatDoesNotExistIsAPage() throws Exception {
    try (Browser max = new Browser()) {
      max.signUp("web_max");
      HttpResponse<String> nobody = max.get("/users/no_such_user_here");
      assertThat(nobody.statusCode()).isEqualTo(404);
      assertThat(nobody.body()).contains("<html");
      assertThat(max.get("/no/such/page").statusCode()).isEqualTo(404);
      assertThat(max.get("/healthz").body()).startsWith("ok");
    }
  }
}
