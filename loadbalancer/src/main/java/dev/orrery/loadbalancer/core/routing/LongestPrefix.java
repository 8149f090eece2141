package dev.orrery.loadbalancer.core.routing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A list of prefixes, the longest first: the first that matches is the answer.
///
/// A balancer has a handful of routes; below some fifty a list beats a trie, and it can be read.
public final class LongestPrefix implements RouteTable {
  private final List<Route> routes;
  private final List<Route> longestFirst;

  public LongestPrefix(List<Route> routes) {
    this.routes = List.copyOf(routes);
    this.longestFirst =
        routes.stream()
            .sorted(Comparator.comparingInt((Route route) -> route.prefix().length()).reversed())
            .toList();
  }

  @Override
  public Optional<Route> match(String path) {
    for (int i = 0; i < longestFirst.size(); i++) {
      Route route = longestFirst.get(i);
      if (matches(route.prefix(), path)) {
        return Optional.of(route);
      }
    }
    return Optional.empty();
  }

  private static boolean matches(String prefix, String path) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length()
            || prefix.endsWith("/")
            || path.charAt(prefix.length()) == '/');
  }

  @Override
  public List<Route> routes() {
    return routes;
  }
}
