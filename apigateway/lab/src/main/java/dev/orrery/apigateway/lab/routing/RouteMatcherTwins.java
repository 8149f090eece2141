package dev.orrery.apigateway.lab.routing;

import dev.orrery.apigateway.core.routing.OrderedList;
import dev.orrery.apigateway.core.routing.PathPattern;
import dev.orrery.apigateway.core.routing.PathPattern.Parts;
import dev.orrery.apigateway.core.routing.PathPattern.Segment;
import dev.orrery.apigateway.core.routing.RouteMatcher;
import dev.orrery.apigateway.core.routing.RouteMatcher.Outcome;
import dev.orrery.apigateway.core.routing.RoutePattern;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Matchers with one mistake each, of the kinds people make.
final class RouteMatcherTwins {
  private RouteMatcherTwins() {}

  static List<WrongTwin<RouteMatcherFactory>> all() {
    return List.of(
        twin("first-match", "takes the first route that fits, in the order given", FirstMatch::new),
        twin(
            "never-turns-back",
            "follows a literal where there is one, and does not leave that branch again",
            NeverTurnsBack::new),
        twin(
            "path-before-method",
            "decides for the most specific path, whether or not it has the method",
            PathBeforeMethod::new),
        twin(
            "all-unknown",
            "says that nobody serves a path that only other methods serve",
            RouteMatcherTwins::allUnknown),
        twin(
            "one-method",
            "names only one of the methods that a path is served with",
            RouteMatcherTwins::oneMethod),
        twin(
            "never-decodes",
            "hands on the variables as they were sent",
            routes -> asked(routes, path -> path.replace("%", "%25"))),
        twin(
            "decodes-all",
            "decodes a slash in a variable over several segments",
            RouteMatcherTwins::decodesAll),
        twin(
            "ignores-slash-at-end",
            "takes /a/ for /a",
            routes -> asked(routes, path -> path.replaceFirst("(?<=.)/$", ""))),
        twin(
            "keeps-the-first",
            "drops the later of two routes for the same requests without a word",
            RouteMatcherTwins::keepsTheFirst));
  }

  private static WrongTwin<RouteMatcherFactory> twin(
      String name, String mistake, RouteMatcherFactory subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }

  /// Asks the right matcher for another path.
  private static RouteMatcher asked(List<RoutePattern> routes, UnaryOperator<String> path) {
    RouteMatcher right = new OrderedList(routes);
    return (method, rawPath) -> right.match(method, path.apply(rawPath));
  }

  private static RouteMatcher allUnknown(List<RoutePattern> routes) {
    RouteMatcher right = new OrderedList(routes);
    return (method, path) ->
        right.match(method, path) instanceof Outcome.Found found ? found : new Outcome.Unknown();
  }

  private static RouteMatcher oneMethod(List<RoutePattern> routes) {
    RouteMatcher right = new OrderedList(routes);
    return (method, path) ->
        switch (right.match(method, path)) {
          case Outcome.WrongMethod(Set<String> allowed) ->
              new Outcome.WrongMethod(Set.of(allowed.iterator().next()));
          case Outcome other -> other;
        };
  }

  private static RouteMatcher decodesAll(List<RoutePattern> routes) {
    RouteMatcher right = new OrderedList(routes);
    return (method, path) ->
        switch (right.match(method, path)) {
          case Outcome.Found(int route, Map<String, String> variables) -> {
            Map<String, String> decoded = new LinkedHashMap<>(variables);
            decoded.replaceAll((name, value) -> value.replace("%2F", "/"));
            yield new Outcome.Found(route, decoded);
          }
          case Outcome other -> other;
        };
  }

  private static RouteMatcher keepsTheFirst(List<RoutePattern> routes) {
    try {
      return new OrderedList(routes);
    } catch (IllegalArgumentException twice) {
      return new OrderedList(routes.subList(0, routes.size() - 1));
    }
  }

  private record FirstMatch(List<RoutePattern> routes) implements RouteMatcher {
    @Override
    public Outcome match(String method, String path) {
      Parts whole = PathPattern.whole(path);
      Parts cut = PathPattern.withVerb(path).orElse(whole);
      Set<String> allowed = new TreeSet<>();
      for (int i = 0; i < routes.size(); i++) {
        PathPattern pattern = routes.get(i).path();
        Parts parts = pattern.verb().isEmpty() ? whole : cut;
        if (pattern.fits(parts.segments(), parts.verb())) {
          if (routes.get(i).method().equals(method)) {
            return new Outcome.Found(i, pattern.values(parts.segments()));
          }
          allowed.add(routes.get(i).method());
        }
      }
      return allowed.isEmpty() ? new Outcome.Unknown() : new Outcome.WrongMethod(allowed);
    }
  }

  private record NeverTurnsBack(List<RoutePattern> routes) implements RouteMatcher {
    @Override
    public Outcome match(String method, String path) {
      List<String> segments = PathPattern.whole(path).segments();
      List<Integer> left = IntStream.range(0, routes.size()).boxed().toList();
      for (int i = 0; i < segments.size(); i++) {
        int place = i;
        Segment literal = new Segment.Literal(segments.get(i));
        List<Integer> branch =
            left.stream().filter(route -> segment(route, place).equals(literal)).toList();
        left = branch.isEmpty() ? left : branch;
      }
      List<Integer> branch = left;
      return switch (new OrderedList(left.stream().map(routes::get).toList()).match(method, path)) {
        case Outcome.Found(int route, Map<String, String> variables) ->
            new Outcome.Found(branch.get(route), variables);
        case Outcome other -> other;
      };
    }

    private Segment segment(int route, int place) {
      List<Segment> segments = routes.get(route).path().segments();
      return place < segments.size() ? segments.get(place) : new Segment.Rest();
    }
  }

  private record PathBeforeMethod(List<RoutePattern> routes) implements RouteMatcher {
    @Override
    public Outcome match(String method, String path) {
      Map<String, List<Integer>> byPath = new LinkedHashMap<>();
      for (int i = 0; i < routes.size(); i++) {
        byPath.computeIfAbsent(routes.get(i).path().text(), absent -> new ArrayList<>()).add(i);
      }
      List<List<Integer>> groups = List.copyOf(byPath.values());
      List<RoutePattern> paths =
          byPath.keySet().stream().map(text -> RoutePattern.of("ANY", text)).toList();
      return switch (new OrderedList(paths).match("ANY", path)) {
        case Outcome.Found(int group, Map<String, String> variables) ->
            groups.get(group).stream()
                .filter(route -> routes.get(route).method().equals(method))
                .findFirst()
                .<Outcome>map(route -> new Outcome.Found(route, variables))
                .orElseGet(() -> wrongMethod(groups.get(group)));
        case Outcome other -> other;
      };
    }

    private Outcome wrongMethod(List<Integer> group) {
      Set<String> allowed = new TreeSet<>();
      group.forEach(route -> allowed.add(routes.get(route).method()));
      return new Outcome.WrongMethod(allowed);
    }
  }
}
