package dev.orrery.social;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.orrery.database.v1.CommitRequest;
import dev.orrery.database.v1.DatabaseGrpc;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.social.storage.Keys;
import dev.orrery.social.storage.Tables;
import dev.orrery.social.users.v1.DeleteUserRequest;
import dev.orrery.social.users.v1.FindUserRequest;
import dev.orrery.social.users.v1.User;
import dev.orrery.social.users.v1.UserServiceGrpc;
import dev.orrery.testkit.wait.Await;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The web tier over HTTP, as a browser without scripts uses it; requests go to two instances in
/// turn.
class WebTest {
  private static final Pattern HIDDEN =
      Pattern.compile("type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
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
      String token = form(path).getOrDefault("form_token", "");
      assertThat(token).as("a form token at " + path).isNotEmpty();
      return token;
    }

    /// The hidden fields of the forms on a page.
    Map<String, String> form(String path) throws Exception {
      return HIDDEN
          .matcher(get(path).body())
          .results()
          .collect(
              Collectors.toMap(
                  field -> field.group(1), field -> field.group(2), (first, last) -> last));
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

  @Test
  void withoutTheSearchEngineThePageSaysSoAndPeopleAreStillFound() throws Exception {
    try (Browser ida = new Browser()) {
      ida.signUp("web_ida");
      for (String address : new String[] {"/search?q=words", "/search?q=%23tag", "/search"}) {
        HttpResponse<String> away = ida.get(address);
        assertThat(away.statusCode()).as(address).isEqualTo(503);
        assertThat(away.body()).contains("Search is away");
      }
      assertThat(ida.get("/search?q=%40web_ida").body()).contains("followers");
      assertThat(ida.get("/search?q=" + "a".repeat(201)).statusCode()).isEqualTo(400);
      assertThat(ida.post("still here").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFormSentTwiceIsOnePostAndAnotherTextIsAnother() throws Exception {
    try (Browser nia = new Browser()) {
      nia.signUp("web_nia");
      Map<String, String> form = new HashMap<>(nia.form("/"));
      form.put("text", "sent twice");
      nia.submit("/posts", form);
      nia.submit("/posts", form);
      form.put("text", "changed and sent");
      nia.submit("/posts", form);
      String page =
          Await.until(
              Duration.ofSeconds(10),
              () -> nia.get("/").body(),
              body -> body.contains("changed and sent") && body.contains("sent twice"),
              "both texts on the page");
      assertThat(page.split("sent twice", -1)).hasSize(2);
    }
  }

  @Test
  void thePostsOfSomeoneWhoLeftAreStillAPage() throws Exception {
    try (Browser oda = new Browser()) {
      oda.signUp("web_oda");
      oda.post("I was here");
      Await.until(
          Duration.ofSeconds(10),
          () -> oda.get("/").body(),
          body -> body.contains("I was here"),
          "the post on the page");
      UserServiceGrpc.UserServiceBlockingStub users =
          UserServiceGrpc.newBlockingStub(model.operator("users"));
      User profile = users.findUser(FindUserRequest.newBuilder().setUsername("web_oda").build());
      users.deleteUser(DeleteUserRequest.newBuilder().setUserId(profile.getUserId()).build());
      HttpResponse<String> page = oda.get("/");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("I was here").contains("someone who left");
    }
  }

  @Test
  void aFollowBeyondTheFirstPageOfFollowsIsSeen() throws Exception {
    try (Browser pam = new Browser();
        Browser quinn = new Browser()) {
      pam.signUp("web_pam");
      quinn.signUp("web_quinn");
      long reader =
          Long.parseLong(
              UserServiceGrpc.newBlockingStub(model.operator("users"))
                  .findUser(FindUserRequest.newBuilder().setUsername("web_pam").build())
                  .getUserId());
      for (int start = 1; start <= 5_001; start += 1_000) {
        CommitRequest.Builder commit = CommitRequest.newBuilder();
        for (long followee = start; followee < start + 1_000; followee++) {
          commit.addMutations(
              Tables.put("users_following", Keys.of(reader, followee), ByteString.EMPTY));
        }
        DatabaseGrpc.newBlockingStub(model.channel("database")).commit(commit.build());
      }
      HttpResponse<String> profile =
          pam.submit("/users/web_quinn/follow", pam.form("/users/web_quinn"));
      assertThat(profile.body()).contains("Unfollow");
    }
  }

  @Test
  void whatCouldNotStartWhollyLeavesNoPortBehind() throws Exception {
    int grpc = freePort();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> model.startWebAt("web-3", grpc, taken.getLocalPort()))
          .isInstanceOf(IOException.class);
    }
    try (ServerSocket again = new ServerSocket()) {
      again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), grpc));
      assertThat(again.isBound()).isTrue();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }
}
