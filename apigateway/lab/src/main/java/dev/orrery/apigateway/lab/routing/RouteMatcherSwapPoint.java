package dev.orrery.apigateway.lab.routing;

import dev.orrery.apigateway.core.routing.OrderedList;
import dev.orrery.apigateway.core.routing.RouteMatcher;
import dev.orrery.apigateway.core.routing.SegmentTrie;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// Swap point `apigateway.route-matcher`.
public final class RouteMatcherSwapPoint implements SwapPoint<RouteMatcherFactory> {
  @Override
  public String name() {
    return "apigateway.route-matcher";
  }

  @Override
  public String summary() {
    return "which method of the API a request is for";
  }

  @Override
  public Class<?> type() {
    return RouteMatcher.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (List<RoutePattern> routes)";
  }

  @Override
  public RouteMatcherFactory instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Implementation<RouteMatcher> matcher =
        Implementation.of(implementation, RouteMatcher.class, List.class);
    return matcher::create;
  }

  @Override
  public Contract<RouteMatcherFactory> contract() {
    return RouteMatcherContract.any();
  }

  @Override
  public Map<String, Contract<RouteMatcherFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, RouteMatcherFactory> builtIns() {
    return Map.of("trie", SegmentTrie::new, "ordered", OrderedList::new);
  }

  @Override
  public List<WrongTwin<RouteMatcherFactory>> wrongTwins() {
    return RouteMatcherTwins.all();
  }
}
