package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.IpHash;
import dev.orrery.loadbalancer.core.balancing.LeastConnections;
import dev.orrery.loadbalancer.core.balancing.LeastResponseTime;
import dev.orrery.loadbalancer.core.balancing.RoundRobin;
import dev.orrery.loadbalancer.core.balancing.WeightedRoundRobin;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Swap point `loadbalancer.policy`.
public final class BalancingPolicySwap implements SwapPoint<Supplier<BalancingPolicy>> {
  @Override
  public String name() {
    return "loadbalancer.policy";
  }

  @Override
  public String summary() {
    return "which backend gets the next request";
  }

  @Override
  public Class<?> type() {
    return BalancingPolicy.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public Supplier<BalancingPolicy> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Implementation<BalancingPolicy> policy =
        Implementation.of(implementation, BalancingPolicy.class);
    return policy::create;
  }

  @Override
  public Contract<Supplier<BalancingPolicy>> contract() {
    return BalancingPolicyContract.any();
  }

  @Override
  public Map<String, Contract<Supplier<BalancingPolicy>>> named() {
    return Map.of(
        "round-robin", BalancingPolicyContract.roundRobin(),
        "least-connections", BalancingPolicyContract.leastConnections(),
        "weighted-round-robin", WeightedShareContract.contract(),
        "least-response-time", ResponseTimeContract.contract(),
        "ip-hash", IpHashContract.contract());
  }

  @Override
  public Map<String, Supplier<BalancingPolicy>> builtIns() {
    return Map.of(
        "round-robin", RoundRobin::new,
        "least-connections", LeastConnections::new,
        "weighted-round-robin", WeightedRoundRobin::new,
        "least-response-time", LeastResponseTime::new,
        "ip-hash", IpHash::new);
  }

  @Override
  public List<WrongTwin<Supplier<BalancingPolicy>>> wrongTwins() {
    return Stream.of(BalancingPolicyTwins.all(), WeightTimeClientTwins.all())
        .flatMap(List::stream)
        .toList();
  }
}
