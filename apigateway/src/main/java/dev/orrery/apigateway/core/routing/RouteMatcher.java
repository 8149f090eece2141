package dev.orrery.apigateway.core.routing;

import java.util.Map;
import java.util.Set;

/// Finds the route of a request. Thread-safe once made.
///
/// An implementation to be swapped in has a public constructor `(List<RoutePattern> routes)` that
/// throws [IllegalArgumentException] for two routes of the same method and shape: `/a/{x}` and
/// `/a/{y}` would serve the same requests.
public interface RouteMatcher {
  /// @param method as sent, e.g. `GET`
  /// @param rawPath as sent, beginning with `/`, without the query
  Outcome match(String method, String rawPath);

  /// What was found.
  sealed interface Outcome {
    /// @param route place in the list the matcher was made of
    /// @param variables values by field path, percent-decoded
    record Found(int route, Map<String, String> variables) implements Outcome {}

    /// The path is served, but not with this method.
    record WrongMethod(Set<String> allowed) implements Outcome {}

    /// Nothing is served at this path.
    record Unknown() implements Outcome {}
  }
}
