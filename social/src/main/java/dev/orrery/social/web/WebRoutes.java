package dev.orrery.social.web;

import dev.orrery.identity.v1.TokenResponse;
import dev.orrery.runtime.http.HttpHandler;
import dev.orrery.runtime.http.HttpProblemException;
import dev.orrery.runtime.http.HttpRequest;
import dev.orrery.runtime.http.HttpResponse;
import dev.orrery.runtime.http.HttpServer;
import dev.orrery.runtime.http.Problem;
import dev.orrery.runtime.http.StaticFiles;
import dev.orrery.search.v1.Bucket;
import dev.orrery.social.posts.v1.ListPostsResponse;
import dev.orrery.social.timelines.v1.GetHomeTimelineResponse;
import dev.orrery.social.users.v1.User;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The addresses of the web tier and what each does.
final class WebRoutes {
  /// Of a form's body.
  static final int MAXIMUM_FORM_BYTES = 64 * 1024;

  private static final String POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

  /// What a search ends with when nobody answers it, or the index is not there yet.
  private static final Set<Status.Code> AWAY =
      EnumSet.of(Status.Code.UNAVAILABLE, Status.Code.DEADLINE_EXCEEDED, Status.Code.NOT_FOUND);

  private final Sessions sessions;
  private final SocialCalls calls;
  private final PostSearch posts;

  WebRoutes(Sessions sessions, SocialCalls calls, PostSearch posts) {
    this.sessions = sessions;
    this.calls = calls;
    this.posts = posts;
  }

  /// Adds the routes to a server that is being described; returns it.
  HttpServer.Builder addTo(HttpServer.Builder server) {
    StaticFiles assets = StaticFiles.resources(WebRoutes.class, "assets");
    return server
        .route("GET", "/healthz", _ -> HttpResponse.of(200).text("ok\n"))
        .route("GET", "/assets/{path=**}", assets)
        .route("GET", "/", page(this::home))
        .route(
            "GET",
            "/signup",
            page((request, session) -> credentials(200, session, "signup", "", "")))
        .route(
            "GET", "/login", page((request, session) -> credentials(200, session, "login", "", "")))
        .route("GET", "/search", page(this::search))
        .route("GET", "/users/{username}", page(this::profile))
        .route(
            "POST", "/signup", form((request, session, fields) -> enter(session, "signup", fields)))
        .route(
            "POST", "/login", form((request, session, fields) -> enter(session, "login", fields)))
        .route("POST", "/logout", form((request, session, fields) -> leave(session)))
        .route("POST", "/posts", form(this::write))
        .route(
            "POST",
            "/users/{username}/follow",
            form((request, session, fields) -> follow(request, session, true)))
        .route(
            "POST",
            "/users/{username}/unfollow",
            form((request, session, fields) -> follow(request, session, false)))
        .fallback(
            page((request, session) ->
                message(404, session, "Nothing here", "There is no page at this address.")));
  }

  @FunctionalInterface
  private interface Page {
    HttpResponse handle(HttpRequest request, Session session) throws Exception;
  }

  @FunctionalInterface
  private interface Form {
    HttpResponse handle(HttpRequest request, Session session, Map<String, List<String>> fields)
        throws Exception;
  }

  /// A page knows its session (a new anonymous one when the cookie is missing or not ours) and
  /// turns a neighbour's refusal into a page, or a problem document for a client that asked for
  /// JSON.
  private HttpHandler page(Page page) {
    return request -> {
      Session known = request.header("Cookie").flatMap(sessions::ofHeader).orElse(null);
      Session session = known == null ? sessions.anonymous() : known;
      HttpResponse response;
      try {
        response = page.handle(request, session);
      } catch (StatusRuntimeException refusal) {
        response = refused(request, session, refusal.getStatus());
      }
      if (known == null && response.headers().first("Set-Cookie").isEmpty()) {
        response.header("Set-Cookie", sessions.setCookie(session));
      }
      return response
          .header("Content-Security-Policy", POLICY)
          .header("X-Content-Type-Options", "nosniff")
          .header("Referrer-Policy", "same-origin")
          .header("Cache-Control", "no-store");
    };
  }

  /// A form is handled only when it carries its session's token.
  private HttpHandler form(Form form) {
    return page((request, session) -> {
      Map<String, List<String>> fields = fields(request);
      if (!sessions.formTokenIsGood(session, field(fields, "form_token"))) {
        return message(
            403,
            session,
            "This form has expired",
            "It was not made for this session. Go back, load the page again and try once more.");
      }
      return form.handle(request, session, fields);
    });
  }

  private static Map<String, List<String>> fields(HttpRequest request) throws IOException {
    String type = request.header("Content-Type").orElse("");
    if (!type.startsWith("application/x-www-form-urlencoded")) {
      throw new HttpProblemException(415, "a form is sent as application/x-www-form-urlencoded");
    }
    return HttpRequest.parseForm(
        new String(request.body(MAXIMUM_FORM_BYTES), StandardCharsets.UTF_8));
  }

  private static String field(Map<String, List<String>> fields, String name) {
    List<String> values = fields.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  private HttpResponse home(HttpRequest request, Session session) throws Exception {
    if (!session.loggedIn()) {
      return HttpResponse.redirect("/login");
    }
    return home(200, request, session, "", "");
  }

  private HttpResponse home(
      int status, HttpRequest request, Session session, String complaint, String draft)
      throws Exception {
    GetHomeTimelineResponse timeline = calls.home(session, request.query("page").orElse(""));
    Map<String, User> authors = calls.authors(session, timeline.getPostsList());
    return show(
        status,
        "Home",
        session,
        html -> {
          Pages.composer(html, complaint, draft, sessions.formToken(session), sessions.formNonce());
          Pages.posts(html, timeline.getPostsList(), authors, timeline.getNextPageToken());
        });
  }

  private HttpResponse profile(HttpRequest request, Session session) throws Exception {
    if (!session.loggedIn()) {
      return HttpResponse.redirect("/login");
    }
    User user = calls.find(session, request.pathParameter("username"));
    boolean own = user.getUserId().equals(session.userId());
    boolean followed = !own && calls.follows(session, user.getUserId());
    ListPostsResponse posts =
        calls.postsOf(session, user.getUserId(), request.query("page").orElse(""));
    return show(
        200,
        user.getDisplayName(),
        session,
        html -> {
          Pages.profile(html, user, own, followed, sessions.formToken(session));
          Pages.posts(
              html, posts.getPostsList(), Map.of(user.getUserId(), user), posts.getNextPageToken());
        });
  }

  /// `@name` leads to the person; words and `#tags` to posts; nothing to what is talked about.
  private HttpResponse search(HttpRequest request, Session session) throws Exception {
    if (!session.loggedIn()) {
      return HttpResponse.redirect("/login");
    }
    String wanted = request.query("q").orElse("").strip();
    if (wanted.startsWith("@")) {
      return HttpResponse.redirect(
          "/users/" + URLEncoder.encode(wanted.substring(1), StandardCharsets.UTF_8));
    }
    if (wanted.length() > PostSearch.MAXIMUM_QUERY) {
      return message(
          400,
          session,
          "That is too long",
          "At most " + PostSearch.MAXIMUM_QUERY + " characters can be searched for.");
    }
    try {
      if (wanted.isEmpty() || wanted.equals("#")) {
        List<Bucket> tags = posts.trending();
        return show(200, "Trending", session, html -> Pages.trending(html, tags));
      }
      PostSearch.Found found = posts.find(wanted);
      Map<String, User> authors = calls.authors(session, found.posts());
      return show(
          200,
          wanted,
          session,
          html -> {
            Pages.found(html, wanted, found.total());
            Pages.posts(html, found.posts(), authors, "");
          });
    } catch (StatusRuntimeException away) {
      if (!AWAY.contains(away.getStatus().getCode())) {
        throw away;
      }
      return message(
          503,
          session,
          "Search is away",
          "The search engine does not answer right now. Posting and reading go on without it.");
    }
  }

  private HttpResponse enter(Session session, String action, Map<String, List<String>> fields) {
    String username = field(fields, "username").strip();
    String password = field(fields, "password");
    TokenResponse tokens;
    try {
      tokens =
          action.equals("signup")
              ? calls.register(username, password)
              : calls.logIn(username, password);
    } catch (StatusRuntimeException refusal) {
      int status =
          switch (refusal.getStatus().getCode()) {
            case INVALID_ARGUMENT -> 400;
            case UNAUTHENTICATED -> 401;
            case ALREADY_EXISTS -> 409;
            default -> throw refusal;
          };
      String complaint = String.valueOf(refusal.getStatus().getDescription());
      return credentials(status, session, action, complaint, username);
    }
    Session entered =
        sessions.loggedIn(tokens.getUserId(), tokens.getUsername(), tokens.getRefreshToken());
    return HttpResponse.redirect("/").header("Set-Cookie", sessions.setCookie(entered));
  }

  private HttpResponse leave(Session session) {
    if (session.loggedIn()) {
      calls.logOut(session.refreshToken());
    }
    return HttpResponse.redirect("/login")
        .header("Set-Cookie", sessions.setCookie(sessions.anonymous()));
  }

  private HttpResponse write(HttpRequest request, Session session, Map<String, List<String>> fields)
      throws Exception {
    if (!session.loggedIn()) {
      return HttpResponse.redirect("/login");
    }
    // A form sends line ends as CR LF (HTML, "constructing the entry list").
    String text = field(fields, "text").replace("\r\n", "\n");
    try {
      calls.write(session, text, sessions.postKey(field(fields, "form_nonce"), text));
    } catch (StatusRuntimeException refusal) {
      if (refusal.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
        throw refusal;
      }
      return home(
          400, request, session, String.valueOf(refusal.getStatus().getDescription()), text);
    }
    return HttpResponse.redirect("/");
  }

  private HttpResponse follow(HttpRequest request, Session session, boolean begin)
      throws Exception {
    if (!session.loggedIn()) {
      return HttpResponse.redirect("/login");
    }
    User user = calls.find(session, request.pathParameter("username"));
    if (begin) {
      calls.follow(session, user.getUserId());
    } else {
      calls.unfollow(session, user.getUserId());
    }
    return HttpResponse.redirect("/users/" + user.getUsername());
  }

  private HttpResponse credentials(
      int status, Session session, String action, String complaint, String username) {
    String heading = action.equals("signup") ? "Sign up" : "Log in";
    return show(
        status,
        heading,
        session,
        html ->
            Pages.credentials(
                html, action, heading, complaint, username, sessions.formToken(session)));
  }

  private HttpResponse refused(HttpRequest request, Session session, Status status) {
    String description = String.valueOf(status.getDescription());
    return switch (status.getCode()) {
      case NOT_FOUND -> answer(request, 404, session, "Not found", description);
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE ->
          answer(request, 400, session, "That did not work", description);
      case PERMISSION_DENIED -> answer(request, 403, session, "Not allowed", description);
      case UNAUTHENTICATED -> answer(request, 401, session, "Please log in", description);
      case RESOURCE_EXHAUSTED ->
          answer(
              request,
              503,
              session,
              "Too busy",
              "Too much is going on right now. Please try again in a moment.");
      default ->
          answer(
              request,
              503,
              session,
              "Part of the system is away",
              "Something this page needs does not answer right now. It is being looked for; please try again in a moment.");
    };
  }

  private HttpResponse answer(
      HttpRequest request, int status, Session session, String heading, String sentence) {
    return request.header("Accept").orElse("").contains("application/json")
        ? HttpResponse.problem(Problem.of(status, sentence))
        : message(status, session, heading, sentence);
  }

  private HttpResponse message(int status, Session session, String heading, String sentence) {
    return show(status, heading, session, html -> Pages.message(html, heading, sentence));
  }

  private HttpResponse show(int status, String title, Session session, Consumer<Html> body) {
    return HttpResponse.of(status)
        .html(Pages.frame(title, session, sessions.formToken(session), body));
  }
}
