package dev.orrery.apigateway.core.routing;

import dev.orrery.apigateway.core.routing.PathPattern.Parts;
import dev.orrery.apigateway.core.routing.PathPattern.Segment;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// The routes in order of precedence, tried one after the other: the shortest right answer, and the
/// slower one when there are many routes.
public final class OrderedList implements RouteMatcher {
  private static final Comparator<PathPattern> PRECEDENCE =
      Comparator.comparing((PathPattern pattern) -> pattern.verb().isEmpty())
          .thenComparing(PathPattern::segments, OrderedList::compareSegments);

  private final List<RoutePattern> routes;
  private final List<Integer> order;

  /// What makes two routes serve the same requests, whatever their variables are called.
  private record Shape(String method, List<Segment> segments, String verb) {}

  /// @throws IllegalArgumentException when two routes have the same method and shape
  public OrderedList(List<RoutePattern> routes) {
    this.routes = List.copyOf(routes);
    Map<Shape, RoutePattern> shapes = new HashMap<>();
    for (RoutePattern route : routes) {
      RoutePattern before =
          shapes.putIfAbsent(
              new Shape(route.method(), route.path().segments(), route.path().verb()), route);
      if (before != null) {
        throw new IllegalArgumentException(
            "two routes for the same requests: " + before + " and " + route);
      }
    }
    this.order =
        IntStream.range(0, routes.size())
            .boxed()
            .sorted(Comparator.comparing(index -> routes.get(index).path(), PRECEDENCE))
            .toList();
  }

  private static int compareSegments(List<Segment> left, List<Segment> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int ranks = Integer.compare(left.get(i).rank(), right.get(i).rank());
      if (ranks != 0) {
        return ranks;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  @Override
  public Outcome match(String method, String rawPath) {
    Parts whole = PathPattern.whole(rawPath);
    Parts cut = PathPattern.withVerb(rawPath).orElse(whole);
    Set<String> allowed = new TreeSet<>();
    for (int index : order) {
      RoutePattern route = routes.get(index);
      Parts path = route.path().verb().isEmpty() ? whole : cut;
      if (route.path().fits(path.segments(), path.verb())) {
        if (route.method().equals(method)) {
          return new Outcome.Found(index, route.path().values(path.segments()));
        }
        allowed.add(route.method());
      }
    }
    return allowed.isEmpty() ? new Outcome.Unknown() : new Outcome.WrongMethod(allowed);
  }
}
