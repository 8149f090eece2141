package dev.orrery.apigateway.lab.routing;

import dev.orrery.apigateway.core.routing.RoutePattern;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Some routes and one request.
///
/// @param routes no two of them for the same requests
/// @param method of the request
/// @param path of the request, as sent
record RouteCase(List<Template> routes, String method, String path) {
  private static final int MAXIMUM_RESOURCES = 4;
  private static final int MAXIMUM_SEGMENTS = 3;

  /// A route as the contract knows it: its place in the list, and what it is made of.
  ///
  /// @param segments literals, `*` for one segment, `**` for the rest; a wildcard at place i is
  ///   bound to the variable `v` and i
  /// @param verb or ""
  record Template(String method, List<String> segments, String verb) {
    String text() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < segments.size(); i++) {
        text.append('/')
            .append(
                switch (segments.get(i)) {
                  case "*" -> "{v" + i + "}";
                  case "**" -> "{v" + i + "=**}";
                  default -> segments.get(i);
                });
      }
      return verb.isEmpty() ? text.toString() : text + ":" + verb;
    }

    RoutePattern pattern() {
      return RoutePattern.of(method, text());
    }
  }

  String story() {
    return "routes "
        + routes.stream().map(route -> route.method() + " " + route.text()).toList()
        + ", request "
        + method
        + " "
        + path;
  }

  List<RoutePattern> patterns() {
    return routes.stream().map(Template::pattern).toList();
  }

  /// Few names, so that routes overlap and near misses are common.
  private static Arbitrary<List<String>> segments() {
    Arbitrary<List<String>> fixed =
        Arbitraries.of("a", "b", "*").list().ofMinSize(1).ofMaxSize(MAXIMUM_SEGMENTS);
    Arbitrary<List<String>> open =
        Arbitraries.of("a", "*")
            .list()
            .ofMinSize(1)
            .ofMaxSize(MAXIMUM_SEGMENTS - 1)
            .map(RouteCase::withRest);
    return Arbitraries.oneOf(fixed, fixed, open);
  }

  private static List<String> withRest(List<String> segments) {
    List<String> open = new ArrayList<>(segments);
    open.add("**");
    return open;
  }

  /// A path's routes, one for each of its methods.
  private static Arbitrary<List<Template>> resources() {
    return Combinators.combine(
            methods().set().ofMinSize(1).ofMaxSize(2),
            segments(),
            Arbitraries.of("", "", "", "find"))
        .as((methods, segments, verb) ->
            methods.stream().map(method -> new Template(method, segments, verb)).toList());
  }

  private static Arbitrary<String> methods() {
    return Arbitraries.of("GET", "POST", "DELETE");
  }

  static Arbitrary<Template> templates() {
    return resources().map(List::getFirst);
  }

  static Arbitrary<RouteCase> cases() {
    Arbitrary<List<String>> words =
        Arbitraries.of("a", "a", "b", "c", "A", "", "c%20d", "c%2Fd", "%C3%A9")
            .list()
            .ofMinSize(1)
            .ofMaxSize(MAXIMUM_SEGMENTS + 1);
    return Combinators.combine(
            resources().list().ofMinSize(1).ofMaxSize(MAXIMUM_RESOURCES),
            methods(),
            words,
            Arbitraries.of("", "", "", "/", ":find", ":other"),
            Arbitraries.of(true, true, false))
        .as((resources, method, segments, end, near) -> {
          List<Template> routes = resources.stream().flatMap(List::stream).distinct().toList();
          List<String> sent = near ? near(routes.getLast(), segments) : segments;
          return new RouteCase(routes, method, "/" + String.join("/", sent) + end);
        });
  }

  /// A path of the shape of a route, its wildcards taken from the words.
  private static List<String> near(Template route, List<String> words) {
    List<String> path = new ArrayList<>();
    for (int i = 0; i < route.segments().size(); i++) {
      switch (route.segments().get(i)) {
        case "*" -> path.add(words.get(i % words.size()));
        case "**" -> path.addAll(words);
        default -> path.add(route.segments().get(i));
      }
    }
    return path;
  }
}
