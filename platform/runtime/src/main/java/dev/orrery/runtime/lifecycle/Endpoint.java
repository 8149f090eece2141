package dev.orrery.runtime.lifecycle;

/// A port a component listens on.
///
/// @param name the port's name, e.g. `grpc`, `http`, `dns`
/// @param host an IP address in text
/// @param port 1 to 65,535
public record Endpoint(String name, String host, int port) {
  /// `name=host:port`, as in the launcher's ready line.
  @Override
  public String toString() {
    return name + "=" + host + ":" + port;
  }
}
