package dev.orrery.apigateway.lab.routing;

import dev.orrery.apigateway.core.routing.RouteMatcher;
import dev.orrery.apigateway.core.routing.RoutePattern;
import java.util.List;

/// Makes what is judged: a fresh matcher for each case.
@FunctionalInterface
public interface RouteMatcherFactory {
  RouteMatcher create(List<RoutePattern> routes);
}
