package dev.orrery.apigateway.core.routing;

import dev.orrery.apigateway.core.routing.PathPattern.Parts;
import dev.orrery.apigateway.core.routing.PathPattern.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A tree with a segment on each edge. The time of a search depends on the length of the path, not
/// on how many routes there are.
///
/// ```
///   v1 ─┬─ users ─┬─ •  GET
///       │         └─ * ─┬─ •  GET, DELETE      /v1/users/{user_id}
///       │               └─ posts ─ •  GET      /v1/users/{user_id}/posts
///       └─ posts ─── •  POST
/// ```
///
/// At each node the literal edge is tried first, then `*`, then `**`; a branch that ends in nothing
/// is left again. There is one tree for each verb.
public final class SegmentTrie implements RouteMatcher {
  private final List<RoutePattern> routes;
  private final Map<String, Node> byVerb = new HashMap<>();

  private static final class Node {
    final Map<String, Node> literals = new HashMap<>();
    final Map<String, Integer> here = new HashMap<>();
    final Map<String, Integer> rest = new HashMap<>();
    @Nullable Node one;
  }

  /// @throws IllegalArgumentException when two routes have the same method and shape
  public SegmentTrie(List<RoutePattern> routes) {
    this.routes = List.copyOf(routes);
    for (int i = 0; i < routes.size(); i++) {
      add(i);
    }
  }

  private void add(int index) {
    RoutePattern route = routes.get(index);
    Node node = byVerb.computeIfAbsent(route.path().verb(), absent -> new Node());
    Map<String, Integer> methods = node.here;
    for (Segment segment : route.path().segments()) {
      switch (segment) {
        case Segment.Literal(String text) ->
            node = node.literals.computeIfAbsent(text, absent -> new Node());
        case Segment.One _ -> {
          Node next = node.one == null ? new Node() : node.one;
          node.one = next;
          node = next;
        }
        case Segment.Rest _ -> {}
      }
      methods = segment instanceof Segment.Rest ? node.rest : node.here;
    }
    Integer before = methods.putIfAbsent(route.method(), index);
    if (before != null) {
      throw new IllegalArgumentException(
          "two routes for the same requests: " + routes.get(before) + " and " + route);
    }
  }

  @Override
  public Outcome match(String method, String rawPath) {
    Set<String> allowed = new TreeSet<>();
    Optional<Parts> cut = PathPattern.withVerb(rawPath);
    if (cut.isPresent()) {
      Optional<Outcome> found = search(cut.get(), method, allowed);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return search(PathPattern.whole(rawPath), method, allowed)
        .orElseGet(
            () -> allowed.isEmpty() ? new Outcome.Unknown() : new Outcome.WrongMethod(allowed));
  }

  private Optional<Outcome> search(Parts path, String method, Set<String> allowed) {
    Node root = byVerb.get(path.verb());
    Integer index = root == null ? null : find(root, path.segments(), 0, method, allowed);
    return index == null
        ? Optional.empty()
        : Optional.of(
            new Outcome.Found(index, routes.get(index).path().values(path.segments())));
  }

  private static @Nullable Integer find(
      Node node, List<String> path, int at, String method, Set<String> allowed) {
    Integer found = null;
    if (at == path.size()) {
      found = take(node.here, method, allowed);
    } else {
      Node literal = node.literals.get(path.get(at));
      if (literal != null) {
        found = find(literal, path, at + 1, method, allowed);
      }
      if (found == null && node.one != null && !path.get(at).isEmpty()) {
        found = find(node.one, path, at + 1, method, allowed);
      }
    }
    return found == null ? take(node.rest, method, allowed) : found;
  }

  private static @Nullable Integer take(
      Map<String, Integer> methods, String method, Set<String> allowed) {
    allowed.addAll(methods.keySet());
    return methods.get(method);
  }
}
