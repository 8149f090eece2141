package dev.orrery.system.tour;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.orrery.system.client.ModelClient;
import dev.orrery.system.client.RestClient;
import dev.orrery.tracing.core.view.Waterfall;
import dev.orrery.tracing.v1.GetTraceRequest;
import dev.orrery.tracing.v1.GetTraceResponse;
import dev.orrery.tracing.v1.Span;
import dev.orrery.tracing.v1.TracingGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The guided request flow: two people sign up, one follows the other, posts, and the first reads
/// its timeline twice; then what the observability component has stored of it.
///
/// ```
///   DNS: resolver → root → test. → orrery.test.                       find the door
///   DNS → load balancer → gateway → identity                          sign up
///   DNS → load balancer → gateway → users → database                  follow
///   DNS → load balancer → gateway → posts → database                  post
///                              (later) relay → log → worker → cache   fan out
///   DNS → load balancer → gateway → timelines → cache (→ database)    read, twice
/// ```
///
/// Every waterfall is what tracing returned; the tour adds nothing to it. A hop that is missing is
/// a failure.
public final class Tour {
  private static final Duration TRACE_BOUND = Duration.ofSeconds(15);
  private static final Duration TRACE_POLL = Duration.ofMillis(100);

  /// When no span has come for so long, every component has sent what it had: longer than the
  /// export interval.
  private static final Duration TRACE_QUIET = Duration.ofMillis(800);

  private static final Pattern CALL = Pattern.compile("orrery\\.(\\w+)\\.v1\\..*");
  private static final double MILLIS = 1e6;

  private final ModelClient model;
  private final Consumer<String> out;
  private final List<String> missing = new ArrayList<>();

  public Tour(ModelClient model, Consumer<String> out) {
    this.model = model;
    this.out = out;
  }

  /// Runs it; returns what was missing, empty when all is well.
  ///
  /// @throws IOException when a step is refused or not answered
  public List<String> run() throws IOException, InterruptedException {
    String suffix = UUID.randomUUID().toString().substring(0, 8);
    long start = System.nanoTime();
    FrontDoor door = FrontDoor.find(model);
    step(
        "dns",
        "SRV " + door.service() + " → " + door.address().getAuthority(),
        System.nanoTime() - start);
    door.walk().forEach(line -> out.accept("  " + line));
    try (RestClient rest = new RestClient(door.address())) {
      RestClient.Answer ada = signUp(rest, "ada_" + suffix);
      RestClient.Answer bob = signUp(rest, "bob_" + suffix);
      RestClient.Answer follow =
          rest.expect(
              "POST",
              "/v1/follows",
              bob.text("accessToken"),
              "{\"followeeId\":\"" + ada.text("userId") + "\"}");
      step("users", bob.text("username") + " follows " + ada.text("username"), follow.nanos());
      RestClient.Answer post =
          rest.expect(
              "POST", "/v1/posts", ada.text("accessToken"), "{\"text\":\"Hello from the tour\"}");
      step("posts", ada.text("username") + " posts " + post.text("postId"), post.nanos());
      GetTraceResponse posted =
          trace(
              post,
              Set.of(
                  "loadbalancer",
                  "apigateway",
                  "posts",
                  "database",
                  "relay",
                  "log",
                  "worker",
                  "cache"));
      RestClient.Answer first = read(rest, bob, post, "1st read");
      RestClient.Answer second = read(rest, bob, post, "2nd read");
      GetTraceResponse missed =
          trace(first, Set.of("loadbalancer", "apigateway", "timelines", "cache", "database"));
      GetTraceResponse hit =
          trace(second, Set.of("loadbalancer", "apigateway", "timelines", "cache"));
      show("the post", posted);
      show("the first read: " + cacheVerdict(missed), missed);
      show("the second read: " + cacheVerdict(hit), hit);
      demand(cacheVerdict(missed).equals("cache miss"), "the first read is no cache miss");
      demand(cacheVerdict(hit).equals("cache hit"), "the second read is no cache hit");
      demand(
          hit.getSpansList().stream().noneMatch(span -> span.getService().equals("database")),
          "the second read has a database span");
    }
    return missing;
  }

  private RestClient.Answer signUp(RestClient rest, String name)
      throws IOException, InterruptedException {
    RestClient.Answer answer =
        rest.expect(
            "POST",
            "/v1/auth/register",
            "",
            "{\"username\":\"" + name + "\",\"password\":\"a long enough password\"}");
    step("identity", name + " signs up as user " + answer.text("userId"), answer.nanos());
    return answer;
  }

  private RestClient.Answer read(
      RestClient rest, RestClient.Answer reader, RestClient.Answer post, String which)
      throws IOException, InterruptedException {
    RestClient.Answer timeline =
        rest.expect("GET", "/v1/timelines/me", reader.text("accessToken"), "");
    JsonArray posts = timeline.body().getAsJsonArray("posts");
    boolean there = false;
    for (int i = 0; posts != null && i < posts.size(); i++) {
      JsonObject found = posts.get(i).getAsJsonObject();
      there |= found.get("postId").getAsString().equals(post.text("postId"));
    }
    demand(there, "the post is not on the follower's timeline (" + which + ")");
    step(
        "timelines",
        which + ": " + (posts == null ? 0 : posts.size()) + " post(s)",
        timeline.nanos());
    return timeline;
  }

  private void step(String who, String what, long nanos) {
    out.accept(String.format(Locale.ROOT, "%-12s %-62s %8.1f ms", who, what, nanos / MILLIS));
  }

  private void demand(boolean holds, String complaint) {
    if (!holds) {
      missing.add(complaint);
    }
  }

  /// Waits until the stored trace has a span of each of these services, since spans arrive by and
  /// by.
  private GetTraceResponse trace(RestClient.Answer answer, Set<String> services)
      throws InterruptedException {
    Optional<String> id = answer.traceId();
    if (id.isEmpty()) {
      missing.add("an answer without a traceresponse header");
      return GetTraceResponse.getDefaultInstance();
    }
    long bound = System.nanoTime() + TRACE_BOUND.toNanos();
    GetTraceResponse trace = GetTraceResponse.getDefaultInstance();
    Set<String> absent = new TreeSet<>(services);
    long grownAt = System.nanoTime();
    while (System.nanoTime() < bound) {
      GetTraceResponse now = stored(id.get());
      if (now.getSpansCount() != trace.getSpansCount()) {
        grownAt = System.nanoTime();
      }
      trace = now;
      absent = new TreeSet<>(services);
      trace.getSpansList().stream().map(Tour::hop).forEach(absent::remove);
      trace.getSpansList().stream().map(Span::getService).forEach(absent::remove);
      boolean settled = System.nanoTime() - grownAt > TRACE_QUIET.toNanos();
      if (settled && absent.isEmpty() && trace.getOrphans() == 0 && trace.getRoots() == 1) {
        return trace;
      }
      Thread.sleep(TRACE_POLL);
    }
    demand(absent.isEmpty(), "trace " + id.get() + " has no span of " + String.join(", ", absent));
    demand(
        trace.getOrphans() == 0,
        "trace " + id.get() + " has " + trace.getOrphans() + " orphan span(s)");
    demand(trace.getRoots() == 1, "trace " + id.get() + " has " + trace.getRoots() + " roots");
    return trace;
  }

  /// Whom a span shows to have been asked: a component of somebody else's may send no spans, but
  /// whoever called it did.
  private static String hop(Span span) {
    Matcher call = CALL.matcher(span.getName());
    return span.getKind() == Span.Kind.KIND_CLIENT && call.matches()
        ? call.group(1)
        : span.getService();
  }

  private GetTraceResponse stored(String id) {
    try {
      return TracingGrpc.newBlockingStub(model.operator("tracing"))
          .withDeadlineAfter(TRACE_BOUND.toSeconds(), TimeUnit.SECONDS)
          .getTrace(GetTraceRequest.newBuilder().setTraceId(id).build());
    } catch (StatusRuntimeException notYet) {
      if (notYet.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return GetTraceResponse.getDefaultInstance();
      }
      throw notYet;
    }
  }

  private static String cacheVerdict(GetTraceResponse trace) {
    return trace.getSpansList().stream()
        .filter(span ->
            span.getService().equals("timelines")
                && span.getAttributesMap().containsKey("cache.hit"))
        .findFirst()
        .map(span ->
            span.getAttributesOrThrow("cache.hit").equals("true") ? "cache hit" : "cache miss")
        .orElse("no word of the cache");
  }

  private void show(String title, GetTraceResponse trace) {
    out.accept("");
    out.accept(
        title
            + (trace.getSpansCount() == 0
                ? ""
                : "  (trace " + trace.getSpans(0).getTraceId() + ")"));
    Waterfall.render(trace.getSpansList()).forEach(line -> out.accept("  " + line));
  }
}
