package dev.orrery.system.model;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.runtime.lifecycle.EngineAdapter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Section `components`: which components are ours and which are somebody else's.
///
/// ```
///   "embedded"                 ours, the default
///   "grpc://HOST:PORT"         an implementation of the component's contract, in any language
///   "redis://HOST:PORT", …     a real engine, behind the adapter of that scheme
/// ```
///
/// @param external address `host:port` by component name, for those behind their contract
/// @param engines by component name, for those behind an adapter
public record ComponentsConfig(Map<String, String> external, Map<String, Engine> engines) {
  public static final String SECTION = "components";
  private static final String EMBEDDED = "embedded";
  private static final String CONTRACT = "grpc";

  /// The components that may be replaced: those that others reach by contract alone.
  private static final Set<String> REPLACEABLE =
      new TreeSet<>(
          Set.of(
              "cache",
              "database",
              "log",
              "queue",
              "objectstore",
              "search",
              "identity",
              "users",
              "posts",
              "timelines",
              "tracing"));

  /// A real engine and what speaks to it.
  public record Engine(EngineAdapter adapter, URI address) {
    /// The kind of component with the engine in its place: one port, `grpc`, and no configuration
    /// but the address.
    ComponentKind inPlaceOf(ComponentKind kind) {
      return new ComponentKind(
          kind.name(),
          kind.section(),
          kind.configuration(),
          List.of(CONTRACT),
          (_, context) -> adapter.adapt(address, context));
    }
  }

  /// @throws ConfigurationException for an unknown component or an address of another form
  public static ComponentsConfig from(Configuration configuration) {
    TreeMap<String, String> external = new TreeMap<>();
    TreeMap<String, Engine> engines = new TreeMap<>();
    configuration
        .texts(SECTION)
        .forEach((component, value) -> {
          if (!REPLACEABLE.contains(component)) {
            throw new ConfigurationException(
                "components."
                    + component
                    + ": no such replaceable component; these are "
                    + String.join(", ", REPLACEABLE));
          }
          if (value.equals(EMBEDDED)) {
            return;
          }
          URI address = address(component, value);
          if (CONTRACT.equals(address.getScheme())) {
            external.put(component, hostAndPort(component, address));
          } else {
            engines.put(component, engine(component, address));
          }
        });
    return new ComponentsConfig(Map.copyOf(external), Map.copyOf(engines));
  }

  private static URI address(String component, String value) {
    try {
      URI address = new URI(value);
      if (address.getScheme() != null) {
        return address;
      }
    } catch (URISyntaxException malformed) {
      // refused below, as every other text that is no address
    }
    throw refusal(component, value);
  }

  private static String hostAndPort(String component, URI address) {
    if (address.getHost() == null || address.getPort() < 1) {
      throw refusal(component, address.toString());
    }
    return address.getHost() + ":" + address.getPort();
  }

  private static Engine engine(String component, URI address) {
    for (EngineAdapter adapter : ServiceLoader.load(EngineAdapter.class)) {
      if (adapter.component().equals(component) && adapter.scheme().equals(address.getScheme())) {
        return new Engine(adapter, address);
      }
    }
    throw refusal(component, address.toString());
  }

  private static ConfigurationException refusal(String component, String value) {
    List<String> allowed = new ArrayList<>(List.of("\"embedded\"", "\"grpc://HOST:PORT\""));
    for (EngineAdapter adapter : ServiceLoader.load(EngineAdapter.class)) {
      if (adapter.component().equals(component)) {
        allowed.add("\"" + adapter.scheme() + "://HOST:PORT\"");
      }
    }
    return new ConfigurationException(
        "components."
            + component
            + " is \""
            + value
            + "\", expected "
            + String.join(" or ", allowed));
  }
}
