package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.eviction.Fifo;
import dev.orrery.primitives.eviction.Lfu;
import dev.orrery.primitives.eviction.Lru;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

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
    return Map.of(
        "lru", EvictionContract.lru(),
        "lfu", EvictionContract.lfu(),
        "fifo", EvictionContract.fifo());
  }

  @Override
  public Map<String, EvictionFactory> builtIns() {
    return Map.of("lru", Lru::new, "lfu", Lfu::new, "fifo", Fifo::new);
  }

  @Override
  public List<WrongTwin<EvictionFactory>> wrongTwins() {
    return EvictionTwins.all();
  }
}
