package dev.orrery.loadbalancer.core.routing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One line of the routing configuration: `/v1=apigateway` or
/// `/static=127.0.0.1:8080,127.0.0.1:8081`.
///
/// @param prefix begins with `/`
/// @param service the name under which the backends are registered; empty when they are fixed
/// @param fixed addresses `host:port`; empty when a service is named
public record Route(String prefix, String service, List<String> fixed) {
  public Route {
    fixed = List.copyOf(fixed);
  }

  /// What the backends are called together: the service, or the prefix of a fixed route.
  public String name() {
    return service.isEmpty() ? prefix : service;
  }

  /// Reads all lines.
  ///
  /// @throws IllegalArgumentException with a sentence, when a line is no route or a prefix comes
  ///   twice
  public static List<Route> parse(List<String> lines) {
    List<Route> routes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String line : lines) {
      Route route = parse(line);
      if (!seen.add(route.prefix())) {
        throw new IllegalArgumentException("two routes have the prefix " + route.prefix());
      }
      routes.add(route);
    }
    return List.copyOf(routes);
  }

  private static Route parse(String line) {
    int equals = line.indexOf('=');
    String prefix = equals < 0 ? "" : line.substring(0, equals).strip();
    String target = line.substring(equals + 1).strip();
    if (!prefix.startsWith("/") || target.isEmpty()) {
      throw new IllegalArgumentException(
          "a route is \"/prefix=service\" or \"/prefix=host:port,host:port\", not \"" + line + '"');
    }
    if (target.indexOf(':') < 0) {
      if (!target.matches("[a-z]([a-z0-9-]{0,61}[a-z0-9])?")) {
        throw new IllegalArgumentException("\"" + target + "\" is no name of a service: " + line);
      }
      return new Route(prefix, target, List.of());
    }
    List<String> addresses = new ArrayList<>();
    for (String address : target.split(",", -1)) {
      if (!address.strip().matches("[A-Za-z0-9.-]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}")) {
        throw new IllegalArgumentException("\"" + address + "\" is not host:port: " + line);
      }
      addresses.add(address.strip());
    }
    return new Route(prefix, "", addresses);
  }
}
