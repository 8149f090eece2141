package dev.orrery.loadbalancer.core.routing;

import java.util.List;
import java.util.Optional;

/// Finds the route of a path: the swap point `loadbalancer.route-table`.
///
/// A prefix matches a path that is equal to it, or goes on behind it with a `/`; a prefix that ends
/// in `/` matches what begins with it. Of several the longest wins. So `/v1` matches `/v1` and
/// `/v1/users`, never `/v10`. Immutable once made; an implementation to be swapped in has a public
/// constructor `(List<Route> routes)`, whose prefixes are distinct.
public interface RouteTable {
  /// The route of this path (as sent, without its query); empty when none matches.
  Optional<Route> match(String path);

  /// All routes, in the order given.
  List<Route> routes();
}
