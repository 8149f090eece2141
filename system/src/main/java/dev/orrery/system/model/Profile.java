package dev.orrery.system.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which instances a model has, in the order they start.
///
/// Ports are numbered from a base, so that the same command gives the same addresses: DNS at base +
/// 53, the resolver beside it at base + 54, the load balancer's HTTP at base + 80, the control port
/// at base, everything else from base + 100 in the order of the profile. With base 0 every port is
/// any free one.
///
/// @param name e.g. `default`
/// @param instances name of the kind by name of the instance, in order
public record Profile(String name, List<Member> instances) {
  public static final int DEFAULT_PORT_BASE = 7000;
  static final int DNS_OFFSET = 53;
  static final int RESOLVER_OFFSET = 54;
  static final int HTTP_OFFSET = 80;
  private static final int OTHERS_OFFSET = 100;
  private static final String RESOLVER = "resolver";

  /// @param kind name of the kind
  public record Member(String instance, String kind) {}

  /// One of everything, two where the diagram shows that there may be many.
  public static Profile standard() {
    return new Profile(
        "default",
        List.of(
            new Member("dns-1", "dns"),
            new Member("tracing-1", "tracing"),
            new Member("database-1", "database"),
            new Member("log-1", "log"),
            new Member("queue-1", "queue"),
            new Member("cache-1", "cache"),
            new Member("objectstore-1", "objectstore"),
            new Member("identity-1", "identity"),
            new Member("users-1", "users"),
            new Member("posts-1", "posts"),
            new Member("relay-1", "relay"),
            new Member("timelines-1", "timelines"),
            new Member("worker-1", "worker"),
            new Member("worker-2", "worker"),
            new Member("gateway-1", "apigateway"),
            new Member("web-1", "web"),
            new Member("web-2", "web"),
            new Member("loadbalancer-1", "loadbalancer"),
            new Member("search-1", "search")));
  }

  /// The profile of that name; empty when there is none.
  public static Optional<Profile> named(String name) {
    return name.equals("default") ? Optional.of(standard()) : Optional.empty();
  }

  /// The instances with their ports.
  public List<InstanceSpec> specs(Catalog catalog, int portBase) {
    List<InstanceSpec> specs = new ArrayList<>();
    int next = portBase + OTHERS_OFFSET;
    for (Member member : instances) {
      ComponentKind kind = catalog.kind(member.kind());
      Map<String, Integer> ports = new HashMap<>();
      for (String port : kind.ports()) {
        ports.put(port, portBase == 0 ? 0 : fixed(kind.name(), port, portBase).orElse(next));
        // The resolver takes no number of the row, which came to be before it.
        next += port.equals(RESOLVER) ? 0 : 1;
      }
      specs.add(new InstanceSpec(member.instance(), kind, ports));
    }
    return specs;
  }

  private static Optional<Integer> fixed(String kind, String port, int base) {
    return switch (kind + "." + port) {
      case "dns.dns" -> Optional.of(base + DNS_OFFSET);
      case "dns.resolver" -> Optional.of(base + RESOLVER_OFFSET);
      case "loadbalancer.http" -> Optional.of(base + HTTP_OFFSET);
      default -> Optional.empty();
    };
  }
}
