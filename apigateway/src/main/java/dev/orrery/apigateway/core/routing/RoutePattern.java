package dev.orrery.apigateway.core.routing;

/// @param method the HTTP method, in capitals
/// @param path where it is served
public record RoutePattern(String method, PathPattern path) {
  /// @throws IllegalArgumentException when the template is not well-formed
  public static RoutePattern of(String method, String path) {
    return new RoutePattern(method, PathPattern.parse(path));
  }

  @Override
  public String toString() {
    return method + " " + path.text();
  }
}
