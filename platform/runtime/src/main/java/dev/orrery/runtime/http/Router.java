package dev.orrery.runtime.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds the handler for a method and a path; answers 404, 405 with `Allow`, and OPTIONS itself.
///
/// A server has some dozens of routes, so they are tried one by one, the most special template
/// first.
final class Router implements HttpHandler {

  private record Route(PathTemplate template, Map<String, HttpHandler> methods) {}

  private final List<Route> routes;
  private final Optional<HttpHandler> fallback;

  Router(
      NavigableMap<PathTemplate, Map<String, HttpHandler>> routes, Optional<HttpHandler> fallback) {
    List<Route> ordered = new ArrayList<>();
    new TreeMap<>(routes)
        .forEach((template, methods) -> ordered.add(new Route(template, Map.copyOf(methods))));
    this.routes = List.copyOf(ordered);
    this.fallback = fallback;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws Exception {
    String method = request.method();
    TreeSet<String> allowed = new TreeSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> match = route.template.match(request.rawPath());
      if (match.isPresent()) {
        HttpHandler handler = route.methods.get(method);
        if (handler == null && method.equals("HEAD")) {
          handler = route.methods.get("GET");
        }
        if (handler != null) {
          request.routed(route.template, match.get());
          return handler.handle(request);
        }
        allowed.addAll(route.methods.keySet());
      }
    }
    if (request.rawPath().equals("*")) {
      return HttpResponse.of(204).header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
    }
    if (allowed.isEmpty()) {
      if (fallback.isPresent()) {
        return fallback.get().handle(request);
      }
      return HttpResponse.problem(Problem.of(404, "there is nothing at this path"));
    }
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    allowed.add("OPTIONS");
    String allow = String.join(", ", allowed);
    if (method.equals("OPTIONS")) {
      return HttpResponse.of(204).header("Allow", allow);
    }
    return HttpResponse.problem(Problem.of(405, "this path is served with " + allow))
        .header("Allow", allow);
  }
}
