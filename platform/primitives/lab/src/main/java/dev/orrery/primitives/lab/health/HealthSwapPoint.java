package dev.orrery.primitives.lab.health;

import dev.orrery.primitives.health.HealthTracker;
import dev.orrery.primitives.health.RiseFall;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `primitives.health`.
public final class HealthSwapPoint implements SwapPoint<HealthFactory> {
  @Override
  public String name() {
    return "primitives.health";
  }

  @Override
  public String summary() {
    return "When a target that is probed counts as up or down.";
  }

  @Override
  public Class<?> type() {
    return HealthTracker.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (int rise, int fall, boolean healthyAtStart)";
  }

  @Override
  public HealthFactory instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Implementation<HealthTracker> brought =
        Implementation.of(implementation, HealthTracker.class, int.class, int.class, boolean.class);
    return brought::create;
  }

  @Override
  public Contract<HealthFactory> contract() {
    return HealthContract.any();
  }

  @Override
  public Map<String, Contract<HealthFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, HealthFactory> builtIns() {
    return Map.of("rise-fall", RiseFall::new);
  }

  @Override
  public List<WrongTwin<HealthFactory>> wrongTwins() {
    return HealthTwins.all();
  }
}
