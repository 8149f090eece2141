package dev.orrery.apigateway.lab.routing;

import dev.orrery.apigateway.core.routing.RouteMatcher.Outcome;
import dev.orrery.apigateway.core.routing.RoutePattern;
import dev.orrery.apigateway.lab.routing.RouteCase.Template;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The laws of `apigateway.route-matcher`. The model makes a regular expression of each template,
/// tries them all, and takes the most specific of those that fit.
public final class RouteMatcherContract {
  private RouteMatcherContract() {}

  public static Contract<RouteMatcherFactory> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "the most specific route of the method wins, wherever it stands in the list",
            RouteCase.cases(),
            RouteCase::story,
            RouteMatcherContract::mostSpecificWins),
        Law.of(
            "variables are what the path says, decoded",
            RouteCase.cases(),
            RouteCase::story,
            RouteMatcherContract::variablesAreRight),
        Law.of(
            "a path that only other methods serve names them all",
            RouteCase.cases(),
            RouteCase::story,
            RouteMatcherContract::otherMethodsAreNamed),
        Law.of(
            "two routes for the same requests are refused",
            RouteCase.templates(),
            template -> "route " + template.method() + " " + template.text() + ", twice",
            RouteMatcherContract::duplicatesAreRefused));
  }

  private static void mostSpecificWins(RouteMatcherFactory factory, RouteCase c) {
    Optional<Integer> due = mostSpecific(c);
    Optional<Integer> found = found(factory, c).map(Outcome.Found::route);
    check(found.equals(due), "found " + tell(c, found) + ", due is " + tell(c, due));
  }

  private static void variablesAreRight(RouteMatcherFactory factory, RouteCase c) {
    found(factory, c)
        .ifPresent(found -> {
          Map<String, String> due = variables(c.routes().get(found.route()), c.path());
          check(
              found.variables().equals(due),
              "the variables are " + found.variables() + ", due are " + due);
        });
  }

  private static void otherMethodsAreNamed(RouteMatcherFactory factory, RouteCase c) {
    Outcome outcome = factory.create(c.patterns()).match(c.method(), c.path());
    Set<String> serving =
        c.routes().stream()
            .filter(route -> expression(route).matcher(c.path()).matches())
            .map(Template::method)
            .collect(Collectors.toCollection(TreeSet::new));
    switch (outcome) {
      case Outcome.Found _ ->
          check(serving.contains(c.method()), "found one, but served is " + serving);
      case Outcome.WrongMethod(Set<String> allowed) ->
          check(
              allowed.equals(serving) && !serving.contains(c.method()),
              "said that " + allowed + " are served, but served is " + serving);
      case Outcome.Unknown() ->
          check(serving.isEmpty(), "said that nobody serves it, but served is " + serving);
    }
  }

  private static void duplicatesAreRefused(RouteMatcherFactory factory, Template template) {
    RoutePattern renamed =
        RoutePattern.of(template.method(), template.text().replace("{v", "{other"));
    for (RoutePattern second : List.of(template.pattern(), renamed)) {
      boolean refused = false;
      try {
        factory.create(List.of(template.pattern(), second));
      } catch (IllegalArgumentException expected) {
        refused = true;
      }
      check(refused, "made a matcher of it and of " + second);
    }
  }

  private static Optional<Outcome.Found> found(RouteMatcherFactory factory, RouteCase c) {
    return factory.create(c.patterns()).match(c.method(), c.path()) instanceof Outcome.Found found
        ? Optional.of(found)
        : Optional.empty();
  }

  private static Optional<Integer> mostSpecific(RouteCase c) {
    return IntStream.range(0, c.routes().size())
        .boxed()
        .filter(i -> c.routes().get(i).method().equals(c.method()))
        .filter(i -> expression(c.routes().get(i)).matcher(c.path()).matches())
        .min(Comparator.comparing(i -> rank(c.routes().get(i))));
  }

  /// Smaller is more specific: one with a verb first; then by segment from the left, a literal (0)
  /// before `*` (1) before `**` (2).
  private static String rank(Template route) {
    return (route.verb().isEmpty() ? "1" : "0")
        + route.segments().stream()
            .map(segment -> segment.equals("**") ? "2" : segment.equals("*") ? "1" : "0")
            .collect(Collectors.joining());
  }

  private static Pattern expression(Template route) {
    StringBuilder expression = new StringBuilder();
    for (String segment : route.segments()) {
      expression.append(
          switch (segment) {
            case "*" -> "/([^/]+)";
            case "**" -> "(?:/(.*))?";
            default -> "/" + segment;
          });
    }
    return Pattern.compile(expression + (route.verb().isEmpty() ? "" : ":" + route.verb()));
  }

  private static Map<String, String> variables(Template route, String path) {
    Map<String, String> variables = new LinkedHashMap<>();
    Matcher matcher = expression(route).matcher(path);
    int group = 0;
    for (int i = 0; matcher.matches() && i < route.segments().size(); i++) {
      String segment = route.segments().get(i);
      if (segment.startsWith("*")) {
        String value = Optional.ofNullable(matcher.group(++group)).orElse("");
        // over several segments a decoded slash could not be told from a separator
        String kept = segment.equals("**") ? value.replace("%2F", "%252F") : value;
        variables.put("v" + i, URLDecoder.decode(kept, StandardCharsets.UTF_8));
      }
    }
    return variables;
  }

  private static String tell(RouteCase c, Optional<Integer> route) {
    return route.map(i -> c.routes().get(i).pattern().toString()).orElse("none");
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
