package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.routing.Route;
import dev.orrery.loadbalancer.core.routing.RouteTable;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of finding a route.
final class RouteTableContract {
  private RouteTableContract() {}

  record Case(List<String> prefixes, String path) {
    String story() {
      return "routes " + prefixes + ", path " + path;
    }

    List<Route> routes() {
      return prefixes.stream().map(prefix -> new Route(prefix, "s", List.of())).toList();
    }
  }

  /// Few names that are prefixes of each other, so that near misses are common.
  private static Arbitrary<String> paths() {
    return Arbitraries.of("a", "ab", "v1", "v10", "A")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(segments -> "/" + String.join("/", segments));
  }

  private static Arbitrary<Case> cases() {
    Arbitrary<String> prefix =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, paths()),
            net.jqwik.api.Tuple.of(1, Arbitraries.just("/")),
            net.jqwik.api.Tuple.of(1, paths().map(path -> path + "/")));
    return Combinators.combine(
            prefix.list().uniqueElements().ofMinSize(1).ofMaxSize(5),
            Arbitraries.oneOf(paths(), paths().map(path -> path + "/")))
        .as(Case::new);
  }

  static Contract<Function<List<Route>, RouteTable>> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "the longest prefix that ends where a segment ends wins",
            cases(),
            Case::story,
            (factory, c) -> {
              Optional<String> found = factory.apply(c.routes()).match(c.path()).map(Route::prefix);
              Optional<String> due = longest(c);
              check(
                  found.equals(due),
                  "found " + found.orElse("none") + ", due is " + due.orElse("none"));
            }),
        Law.of(
            "the order of the configuration does not matter",
            cases(),
            Case::story,
            (factory, c) ->
                check(
                    factory
                        .apply(c.routes())
                        .match(c.path())
                        .equals(factory.apply(c.routes().reversed()).match(c.path())),
                    "the reversed list leads elsewhere")),
        Law.of(
            "the table names all its routes",
            cases(),
            Case::story,
            (factory, c) ->
                check(
                    factory.apply(c.routes()).routes().equals(c.routes()), "the list is another")));
  }

  /// The definition, by trying every beginning of the path from the longest.
  private static Optional<String> longest(Case c) {
    String path = c.path();
    return Stream.iterate(path.length(), length -> length > 0, length -> length - 1)
        .filter(length ->
            length == path.length() || path.charAt(length) == '/' || path.charAt(length - 1) == '/')
        .map(length -> path.substring(0, length))
        .filter(c.prefixes()::contains)
        .findFirst();
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
