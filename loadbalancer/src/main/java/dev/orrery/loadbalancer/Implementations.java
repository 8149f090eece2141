package dev.orrery.loadbalancer;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.IpHash;
import dev.orrery.loadbalancer.core.balancing.LeastConnections;
import dev.orrery.loadbalancer.core.balancing.LeastResponseTime;
import dev.orrery.loadbalancer.core.balancing.RoundRobin;
import dev.orrery.loadbalancer.core.balancing.WeightedRoundRobin;
import dev.orrery.loadbalancer.core.routing.LongestPrefix;
import dev.orrery.loadbalancer.core.routing.Route;
import dev.orrery.loadbalancer.core.routing.RouteTable;
import java.lang.reflect.InvocationTargetException;
import java.util.List;

/// The swap points' built-ins by their short names, and any other implementation by its class name.
final class Implementations {
  private Implementations() {}

  /// A fresh policy, for one service.
  ///
  /// @throws IllegalArgumentException with a sentence, when there is none of this name
  static BalancingPolicy policy(String name) {
    return switch (name) {
      case "round-robin" -> new RoundRobin();
      case "weighted-round-robin" -> new WeightedRoundRobin();
      case "least-connections" -> new LeastConnections();
      case "least-response-time" -> new LeastResponseTime();
      case "ip-hash" -> new IpHash();
      default ->
          make(
              "loadbalancer.policy",
              "round-robin, weighted-round-robin, least-connections, least-response-time, ip-hash",
              name,
              BalancingPolicy.class,
              new Class<?>[0]);
    };
  }

  static RouteTable routeTable(String name, List<Route> routes) {
    return name.equals("longest-prefix")
        ? new LongestPrefix(routes)
        : make(
            "loadbalancer.route-table",
            "longest-prefix",
            name,
            RouteTable.class,
            new Class<?>[] {List.class},
            routes);
  }

  private static <T> T make(
      String key,
      String builtIns,
      String name,
      Class<T> type,
      Class<?>[] parameters,
      Object... arguments) {
    String refused = key + " = \"" + name + "\" ";
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(type)
          .getConstructor(parameters)
          .newInstance(arguments);
    } catch (ClassNotFoundException unknown) {
      throw new IllegalArgumentException(
          refused + "is neither one of " + builtIns + " nor a class on the class path", unknown);
    } catch (ClassCastException wrong) {
      throw new IllegalArgumentException(refused + "is no " + type.getName(), wrong);
    } catch (InvocationTargetException failed) {
      throw new IllegalArgumentException(refused + "failed to start: " + failed.getCause(), failed);
    } catch (ReflectiveOperationException unusable) {
      throw new IllegalArgumentException(refused + "lacks the public constructor wanted", unusable);
    }
  }
}
