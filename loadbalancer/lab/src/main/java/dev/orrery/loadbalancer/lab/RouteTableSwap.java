package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.routing.LongestPrefix;
import dev.orrery.loadbalancer.core.routing.Route;
import dev.orrery.loadbalancer.core.routing.RouteTable;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/// Swap point `loadbalancer.route-table`.
public final class RouteTableSwap implements SwapPoint<Function<List<Route>, RouteTable>> {
  @Override
  public String name() {
    return "loadbalancer.route-table";
  }

  @Override
  public String summary() {
    return "which service a path belongs to";
  }

  @Override
  public Class<?> type() {
    return RouteTable.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (List<Route> routes)";
  }

  @Override
  public Function<List<Route>, RouteTable> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Implementation<RouteTable> table =
        Implementation.of(implementation, RouteTable.class, List.class);
    return table::create;
  }

  @Override
  public Contract<Function<List<Route>, RouteTable>> contract() {
    return RouteTableContract.any();
  }

  @Override
  public Map<String, Contract<Function<List<Route>, RouteTable>>> named() {
    return Map.of();
  }

  @Override
  public Map<String, Function<List<Route>, RouteTable>> builtIns() {
    return Map.of("longest-prefix", LongestPrefix::new);
  }

  @Override
  public List<WrongTwin<Function<List<Route>, RouteTable>>> wrongTwins() {
    return List.of(
        twin(
            "splits-segments",
            "takes /v1 for a prefix of /v10",
            true,
            (prefix, path) -> path.startsWith(prefix)),
        twin(
            "first-match",
            "takes the first prefix that matches, in the order given",
            false,
            RouteTableSwap::matches),
        twin("exact-only", "wants the path to be equal to the prefix", true, String::equals),
        twin(
            "ignores-case",
            "takes /A and /a for the same, which paths are not",
            true,
            (prefix, path) ->
                matches(prefix.toLowerCase(Locale.ROOT), path.toLowerCase(Locale.ROOT))),
        twin(
            "wants-more",
            "does not match a path that is just the prefix",
            true,
            (prefix, path) -> matches(prefix, path) && path.length() > prefix.length()));
  }

  private static boolean matches(String prefix, String path) {
    return path.equals(prefix) || path.startsWith(prefix.endsWith("/") ? prefix : prefix + "/");
  }

  private static WrongTwin<Function<List<Route>, RouteTable>> twin(
      String name, String mistake, boolean longestFirst, BiPredicate<String, String> matches) {
    return new WrongTwin<>(
        name, mistake, Contract.ANY, routes -> new Searching(routes, longestFirst, matches));
  }

  /// Searches a list with a test that may be wrong.
  private record Searching(
      List<Route> routes, boolean longestFirst, BiPredicate<String, String> matches)
      implements RouteTable {
    @Override
    public Optional<Route> match(String path) {
      Comparator<Route> order = Comparator.comparingInt(route -> -route.prefix().length());
      return (longestFirst ? routes.stream().sorted(order) : routes.stream())
          .filter(route -> matches.test(route.prefix(), path))
          .findFirst();
    }
  }
}
