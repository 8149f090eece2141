package dev.orrery.system.bench;

import dev.orrery.system.client.RestClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Reads of cached home timelines through load balancer and gateway, by as many users as the rate
/// limit demands, each with a full first page.
public final class TimelineBench {
  /// Reads a minute that the gateway grants a user by default.
  private static final int READS_PER_USER_MINUTE = 600;

  private static final double HEADROOM = 1.5;
  private static final int MINIMUM_USERS = 8;
  private static final int POSTS = 50;
  private static final int AUTHORS = 5;
  private static final double SAMPLED_SHARE = 0.1;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI door;

  public TimelineBench(URI door) {
    this.door = door;
  }

  /// Readers' access tokens, each with a timeline of 50 posts that has been read once.
  ///
  /// @throws IOException when the model refuses a step
  public List<String> prepare(double ratePerSecond) throws IOException, InterruptedException {
    String suffix = UUID.randomUUID().toString().substring(0, 8);
    int readers =
        Math.max(
            MINIMUM_USERS, (int) Math.ceil(ratePerSecond * 60 / READS_PER_USER_MINUTE * HEADROOM));
    List<String> tokens = new ArrayList<>();
    try (RestClient rest = new RestClient(door)) {
      List<String> authors = new ArrayList<>();
      for (int a = 0; a < AUTHORS; a++) {
        RestClient.Answer author = register(rest, "author" + a + "_" + suffix);
        authors.add(author.text("userId"));
        for (int p = 0; p < POSTS / AUTHORS; p++) {
          rest.expect(
              "POST",
              "/v1/posts",
              author.text("accessToken"),
              "{\"text\":\"Post "
                  + p
                  + " of author "
                  + a
                  + ", long enough to be like what people write in such a place.\"}");
        }
      }
      for (int r = 0; r < readers; r++) {
        RestClient.Answer reader = register(rest, "reader" + r + "_" + suffix);
        for (String author : authors) {
          rest.expect(
              "POST",
              "/v1/follows",
              reader.text("accessToken"),
              "{\"followeeId\":\"" + author + "\"}");
        }
        rest.expect("GET", "/v1/timelines/me", reader.text("accessToken"), "");
        tokens.add(reader.text("accessToken"));
      }
    }
    return tokens;
  }

  private static RestClient.Answer register(RestClient rest, String name)
      throws IOException, InterruptedException {
    return rest.expect(
        "POST",
        "/v1/auth/register",
        "",
        "{\"username\":\"" + name + "\",\"password\":\"a long enough password\"}");
  }

  /// One open-loop run. A tenth of the requests begin a trace; the others say, as a client may,
  /// that theirs is not sampled.
  public OpenLoop.Outcome run(OpenLoop load, List<String> tokens) throws InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return load.run(number -> {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(door.resolve("/v1/timelines/me"))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + tokens.get((int) (number % tokens.size())));
        if (ThreadLocalRandom.current().nextDouble() >= SAMPLED_SHARE) {
          request.header("traceparent", unsampled());
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode()
            == 200;
      });
    }
  }

  private static String unsampled() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return String.format(
        java.util.Locale.ROOT,
        "00-%016x%016x-%016x-00",
        random.nextLong() | 1,
        random.nextLong(),
        random.nextLong() | 1);
  }
}
