package dev.orrery.loadbalancer.core.stream;

import dev.orrery.loadbalancer.core.backend.Backend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One listener of layer 4, from the keys below `loadbalancer.l4`:
///
/// ```
///   kafka         = "9092=log:kafka"     listens at 9092; port `kafka` of the instances of `log`
///   kafka.policy  = "ip-hash"            how one is chosen
///   redis         = "10.0.0.1:6379*2,10.0.0.2:6379"   any free port; fixed backends, weighted
/// ```
///
/// @param name also the name of its port
/// @param service the name under which the backends are registered; empty when they are fixed
/// @param portName which of their ports
/// @param policy empty for the load balancer's own
/// @param port 0 for any free one
public record StreamRule(
    String name,
    String service,
    String portName,
    List<Backend.Address> fixed,
    String policy,
    int port) {
  private static final String LABEL = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";
  private static final Set<String> TAKEN = Set.of("grpc", "http", "https", "stats");
  private static final int MAXIMUM_PORT = 65_535;

  public StreamRule {
    fixed = List.copyOf(fixed);
  }

  /// Reads all keys.
  ///
  /// @throws IllegalArgumentException with a sentence, for a name that is taken or no label, an
  ///   unknown key, a malformed value, a listener without backends
  public static List<StreamRule> parse(Map<String, String> keys) {
    Map<String, Map<String, String>> byName = new TreeMap<>();
    keys.forEach((key, value) -> {
      int dot = key.indexOf('.');
      String name = dot < 0 ? key : key.substring(0, dot);
      String detail = dot < 0 ? "" : key.substring(dot + 1);
      byName.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(detail, value.strip());
    });
    List<StreamRule> rules = new ArrayList<>();
    byName.forEach((name, details) -> rules.add(rule(name, details)));
    return List.copyOf(rules);
  }

  private static StreamRule rule(String name, Map<String, String> details) {
    if (!name.matches(LABEL) || TAKEN.contains(name)) {
      throw refuse(name, "is no name for a listener: a label other than " + TAKEN);
    }
    for (String detail : details.keySet()) {
      if (!Set.of("", "policy").contains(detail)) {
        throw refuse(name + "." + detail, "is no key; known is " + name + ".policy");
      }
    }
    String value = details.getOrDefault("", "");
    int equals = value.indexOf('=');
    String backends = value.substring(equals + 1).strip();
    String policy = details.getOrDefault("policy", "");
    int port = equals < 0 ? 0 : port(name, value.substring(0, equals).strip());
    String[] named = backends.split(":", -1);
    if (named.length == 2 && named[0].matches(LABEL) && named[1].matches(LABEL)) {
      return new StreamRule(name, named[0], named[1], List.of(), policy, port);
    }
    List<Backend.Address> fixed = new ArrayList<>();
    for (String address : backends.split(",", -1)) {
      try {
        fixed.add(Backend.Address.of(address.strip()));
      } catch (IllegalArgumentException malformed) {
        throw refuse(
            name,
            "= \""
                + backends
                + "\": \"SERVICE:PORTNAME\" or addresses are expected; "
                + malformed.getMessage());
      }
    }
    return new StreamRule(name, "", "", fixed, policy, port);
  }

  private static int port(String name, String text) {
    if (text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MAXIMUM_PORT) {
      return Integer.parseInt(text);
    }
    throw refuse(name, "listens at \"" + text + "\", which is no port");
  }

  private static IllegalArgumentException refuse(String key, String why) {
    return new IllegalArgumentException("loadbalancer.l4." + key + " " + why);
  }
}
