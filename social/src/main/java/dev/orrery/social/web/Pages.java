package dev.orrery.social.web;

import dev.orrery.search.v1.Bucket;
import dev.orrery.social.posts.v1.Post;
import dev.orrery.social.users.v1.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The pages, as text.
final class Pages {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Pages() {}

  /// Around every page.
  ///
  /// @param formToken of the session, for the log-out form
  static String frame(String title, Session session, String formToken, Consumer<Html> body) {
    Html html = new Html();
    html.raw("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>").text(title);
    html.raw(
        " · Orrery</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    html.raw(
        "<link rel=\"icon\" href=\"/assets/icon.svg\"><link rel=\"stylesheet\" href=\"/assets/style.css\">");
    html.raw("<script type=\"module\" src=\"/assets/timeline.js\"></script></head><body><header>");
    html.raw(
        "<a class=\"mark\" href=\"/\"><img src=\"/assets/icon.svg\" alt=\"\" width=\"28\" height=\"28\">Orrery</a>");
    if (session.loggedIn()) {
      html.raw(
          "<form class=\"find\" action=\"/search\" method=\"get\"><input name=\"q\" type=\"search\" placeholder=\"Words, #tag or @person\" ");
      html.raw(
              "aria-label=\"Search\" maxlength=\"200\" autocomplete=\"off\"></form><nav><a href=\"/users/")
          .text(session.username());
      html.raw("\">@")
          .text(session.username())
          .raw("</a><form action=\"/logout\" method=\"post\">");
      token(html, formToken);
      html.raw("<button class=\"quiet\">Log out</button></form></nav>");
    } else {
      html.raw("<nav><a href=\"/login\">Log in</a><a href=\"/signup\">Sign up</a></nav>");
    }
    html.raw("</header><main>");
    body.accept(html);
    html.raw("</main></body></html>");
    return html.toString();
  }

  /// The form to sign up or log in.
  ///
  /// @param action `signup` or `login`
  /// @param complaint what was wrong with the last try, or empty
  static void credentials(
      Html html,
      String action,
      String heading,
      String complaint,
      String username,
      String formToken) {
    html.raw("<section class=\"card narrow\"><h1>").text(heading).raw("</h1>");
    complaint(html, complaint);
    html.raw("<form action=\"/").text(action).raw("\" method=\"post\">");
    token(html, formToken);
    html.raw(
        "<label>User name<input name=\"username\" required minlength=\"3\" maxlength=\"30\" pattern=\"[a-z0-9_]+\" ");
    html.raw("autocomplete=\"username\" autofocus value=\"").text(username).raw("\"></label>");
    html.raw(
        "<label>Password<input name=\"password\" type=\"password\" required minlength=\"8\" maxlength=\"128\" autocomplete=\"");
    html.raw(action.equals("signup") ? "new-password" : "current-password").raw("\"></label>");
    html.raw("<button>").text(heading).raw("</button></form>");
    html.raw(
        action.equals("signup")
            ? "<p class=\"aside\">Already here? <a href=\"/login\">Log in</a>.</p>"
            : "<p class=\"aside\">New here? <a href=\"/signup\">Sign up</a>.</p>");
    html.raw("</section>");
  }

  /// The form to write a post.
  ///
  /// @param formNonce of this form alone, so that sending it twice is told from writing twice
  static void composer(
      Html html, String complaint, String draft, String formToken, String formNonce) {
    html.raw("<section class=\"card\">");
    complaint(html, complaint);
    html.raw("<form class=\"composer\" action=\"/posts\" method=\"post\">");
    token(html, formToken);
    html.raw("<input type=\"hidden\" name=\"form_nonce\" value=\"").text(formNonce).raw("\">");
    html.raw(
        "<textarea name=\"text\" rows=\"3\" required maxlength=\"560\" placeholder=\"What is turning?\" aria-label=\"Post\">");
    html.text(draft)
        .raw(
            "</textarea><div><output data-left=\"280\">280</output><button>Post</button></div></form></section>");
  }

  /// Posts, newest first.
  static void posts(Html html, List<Post> posts, Map<String, User> authors, String nextPage) {
    html.raw("<section id=\"timeline\" aria-label=\"Posts\">");
    if (posts.isEmpty()) {
      html.raw("<p class=\"aside\">No posts yet.</p>");
    }
    for (Post post : posts) {
      Instant when = Instant.ofEpochMilli(post.getCreatedMillis());
      html.raw("<article class=\"card post\"><header>");
      byline(html, authors.get(post.getAuthorId()));
      html.raw("<time datetime=\"");
      html.text(when.toString())
          .raw("\">")
          .text(WHEN.format(when))
          .raw("</time></header><p>")
          .text(post.getText());
      html.raw("</p></article>");
    }
    if (!nextPage.isEmpty()) {
      html.raw("<p class=\"more\"><a href=\"?page=").text(nextPage).raw("\">Older posts</a></p>");
    }
    html.raw("</section>");
  }

  /// Above what a search found.
  static void found(Html html, String wanted, long total) {
    html.raw("<h1 class=\"found\">").text(wanted).raw("</h1><p class=\"aside\">");
    html.text(total == 1 ? "1 post" : total + " posts").raw("</p>");
  }

  /// The hashtags of the last day, the most used first.
  static void trending(Html html, List<Bucket> tags) {
    html.raw("<section class=\"card narrow\"><h1>Trending</h1>");
    if (tags.isEmpty()) {
      html.raw("<p class=\"aside\">Nobody has used a hashtag today.</p>");
    }
    html.raw("<ol>");
    for (Bucket tag : tags) {
      html.raw("<li><a href=\"/search?q=%23")
          .text(URLEncoder.encode(tag.getValue(), StandardCharsets.UTF_8))
          .raw("\">#")
          .text(tag.getValue())
          .raw("</a> <span>")
          .text(String.valueOf(tag.getDocuments()))
          .raw("</span></li>");
    }
    html.raw("</ol></section>");
  }

  private static void byline(Html html, @Nullable User author) {
    if (author == null) {
      html.raw("<span>someone who left</span>");
      return;
    }
    html.raw("<a href=\"/users/").text(author.getUsername()).raw("\"><b>");
    html.text(author.getDisplayName())
        .raw("</b> <span>@")
        .text(author.getUsername())
        .raw("</span></a>");
  }

  /// The head of a person's page.
  ///
  /// @param ownPage whether it is the reader's own
  /// @param followed whether the reader follows the person
  static void profile(Html html, User user, boolean ownPage, boolean followed, String formToken) {
    html.raw("<section class=\"card profile\"><div><h1>")
        .text(user.getDisplayName())
        .raw("</h1><p>@");
    html.text(user.getUsername()).raw("</p></div><p><b>").text(String.valueOf(user.getFollowers()));
    html.raw("</b> followers · <b>")
        .text(String.valueOf(user.getFollowing()))
        .raw("</b> following</p>");
    if (!ownPage) {
      String deed = followed ? "unfollow" : "follow";
      html.raw("<form action=\"/users/")
          .text(user.getUsername())
          .raw("/")
          .raw(deed)
          .raw("\" method=\"post\">");
      token(html, formToken);
      html.raw("<button")
          .raw(followed ? " class=\"quiet\">Unfollow" : ">Follow")
          .raw("</button></form>");
    }
    html.raw("</section>");
  }

  /// A sentence in place of a page.
  static void message(Html html, String heading, String sentence) {
    html.raw("<section class=\"card narrow\"><h1>").text(heading).raw("</h1><p>").text(sentence);
    html.raw("</p><p><a href=\"/\">Home</a></p></section>");
  }

  private static void complaint(Html html, String complaint) {
    if (!complaint.isEmpty()) {
      html.raw("<p class=\"complaint\" role=\"alert\">").text(complaint).raw("</p>");
    }
  }

  private static void token(Html html, String formToken) {
    html.raw("<input type=\"hidden\" name=\"form_token\" value=\"").text(formToken).raw("\">");
  }
}
