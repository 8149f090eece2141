package dev.orrery.dns.lab;

import dev.orrery.dns.core.routing.FixedRouting;
import dev.orrery.dns.core.routing.RoundRobinRouting;
import dev.orrery.dns.core.routing.RoutingPolicy;
import dev.orrery.dns.core.routing.Target;
import dev.orrery.dns.core.routing.WeightedRouting;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Swap point `dns.routing-policy`.
public final class RoutingPolicySwap implements SwapPoint<RoutingPolicy> {
  @Override
  public String name() {
    return "dns.routing-policy";
  }

  @Override
  public String summary() {
    return "in what order an answer gives the addresses of a service";
  }

  @Override
  public Class<?> type() {
    return RoutingPolicy.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public RoutingPolicy instantiate(Class<?> implementation) throws ReflectiveOperationException {
    return implementation.asSubclass(RoutingPolicy.class).getConstructor().newInstance();
  }

  @Override
  public Contract<RoutingPolicy> contract() {
    return RoutingPolicyContract.any();
  }

  @Override
  public Map<String, Contract<RoutingPolicy>> named() {
    return Map.of(
        "round-robin", RoutingPolicyContract.roundRobin(),
        "weighted", RoutingPolicyContract.weighted(),
        "fixed", RoutingPolicyContract.fixed());
  }

  @Override
  public Map<String, RoutingPolicy> builtIns() {
    return Map.of(
        "round-robin", new RoundRobinRouting(),
        "weighted", new WeightedRouting(),
        "fixed", new FixedRouting());
  }

  @Override
  public List<WrongTwin<RoutingPolicy>> wrongTwins() {
    return List.of(
        new WrongTwin<>(
            "loses-last",
            "forgets the last target when it rotates",
            Contract.ANY,
            (targets, turn, random) -> {
              List<Target> ordered = new RoundRobinRouting().order(targets, turn, random);
              return ordered.subList(0, ordered.size() - 1);
            }),
        new WrongTwin<>(
            "draws-with-replacement",
            "draws each place by weight without taking the drawn target out",
            Contract.ANY,
            (targets, turn, random) -> {
              List<Target> ordered = new ArrayList<>();
              for (int i = 0; i < targets.size(); i++) {
                ordered.add(new WeightedRouting().order(targets, turn, random).getFirst());
              }
              return ordered;
            }),
        new WrongTwin<>(
            "own-chance",
            "takes chance from elsewhere, so that nothing can be reproduced",
            Contract.ANY,
            (targets, turn, random) ->
                new WeightedRouting().order(targets, turn, new java.util.Random())),
        new WrongTwin<>(
            "skips-one",
            "rotates by two, so that of an even number half are never first",
            "round-robin",
            (targets, turn, random) -> new RoundRobinRouting().order(targets, 2 * turn, random)),
        new WrongTwin<>(
            "weightless",
            "draws all targets with the same chance",
            "weighted",
            (targets, turn, random) ->
                new WeightedRouting()
                        .order(
                            targets.stream().map(t -> new Target(t.index(), 1)).toList(),
                            turn,
                            random)
                        .stream()
                        .map(t -> targets.get(t.index()))
                        .toList()),
        new WrongTwin<>(
            "heaviest-first",
            "always puts the heaviest target first",
            "weighted",
            (targets, turn, random) ->
                targets.stream()
                    .sorted(Comparator.comparingInt(Target::weight).reversed())
                    .toList()),
        new WrongTwin<>(
            "rotating-fixed",
            "rotates where the order should stay",
            "fixed",
            new RoundRobinRouting()));
  }
}
