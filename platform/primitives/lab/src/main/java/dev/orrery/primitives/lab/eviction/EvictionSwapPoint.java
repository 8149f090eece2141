package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.eviction.EvictionPolicies;
import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// `cache.eviction`.
public final class EvictionSwapPoint implements SwapPoint<EvictionFactory> {
  @Override
  public String name() {
    return "cache.eviction";
  }

  @Override
  public String summary() {
    return "Which keys leave a cache that is full.";
  }

  @Override
  public Class<?> type() {
    return EvictionPolicy.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (long capacityBytes)";
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public EvictionFactory instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Implementation<EvictionPolicy> brought =
        Implementation.of(implementation, EvictionPolicy.class, long.class);
    return capacityBytes -> (EvictionPolicy<String>) brought.create(capacityBytes);
  }

  @Override
  public Contract<EvictionFactory> contract() {
    return EvictionContract.any();
  }

  @Override
  public Map<String, Contract<EvictionFactory>> named() {
    return EvictionContract.named();
  }

  @Override
  public Map<String, EvictionFactory> builtIns() {
    Map<String, EvictionFactory> factories = new TreeMap<>();
    EvictionPolicies.byName().forEach((name, maker) -> factories.put(name, maker::create));
    return factories;
  }

  @Override
  public List<WrongTwin<EvictionFactory>> wrongTwins() {
    return Stream.concat(EvictionTwins.all().stream(), QueueTwins.all().stream()).toList();
  }
}
