package dev.orrery.system.model;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.ConfigurationException;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Section `components`: which components are ours and which are somebody else's.
///
/// `embedded` (the default), or `grpc://HOST:PORT` of an implementation of the component's contract
/// in any language.
///
/// @param external address `host:port` by component name, for those that are not embedded
public record ComponentsConfig(Map<String, String> external) {
  public static final String SECTION = "components";
  private static final String EMBEDDED = "embedded";

  /// The components that may be replaced: those that others reach by contract alone.
  private static final Set<String> REPLACEABLE =
      Set.of(
          "cache",
          "database",
          "log",
          "objectstore",
          "identity",
          "users",
          "posts",
          "timelines",
          "tracing");

  /// @throws ConfigurationException for an unknown component or an address of another form
  public static ComponentsConfig from(Configuration configuration) {
    TreeMap<String, String> external = new TreeMap<>();
    configuration
        .texts(SECTION)
        .forEach((component, value) -> {
          String address = address(component, value);
          if (address != null) {
            external.put(component, address);
          }
        });
    return new ComponentsConfig(Map.copyOf(external));
  }

  private static @Nullable String address(String component, String value) {
    if (!REPLACEABLE.contains(component)) {
      throw new ConfigurationException(
          "components."
              + component
              + ": no such replaceable component; these are "
              + String.join(", ", REPLACEABLE));
    }
    if (value.equals(EMBEDDED)) {
      return null;
    }
    URI uri = URI.create(value);
    if (!"grpc".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 1) {
      throw new ConfigurationException(
          "components."
              + component
              + " is \""
              + value
              + "\", expected \"embedded\" or \"grpc://HOST:PORT\"");
    }
    return uri.getHost() + ":" + uri.getPort();
  }
}
