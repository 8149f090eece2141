package dev.orrery.log.lab.assignor;

import dev.orrery.log.core.group.Assignor;
import dev.orrery.log.core.group.RangeAssignor;
import dev.orrery.log.core.group.StickyAssignor;
import dev.orrery.log.core.group.UniformAssignor;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `log.assignor`: who of a group gets which partition.
public final class AssignorSwapPoint implements SwapPoint<Assignor> {
  @Override
  public String name() {
    return "log.assignor";
  }

  @Override
  public String summary() {
    return "which member of a consumer group gets which partition";
  }

  @Override
  public Class<?> type() {
    return Assignor.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public Assignor instantiate(Class<?> implementation) throws ReflectiveOperationException {
    return implementation.asSubclass(Assignor.class).getDeclaredConstructor().newInstance();
  }

  @Override
  public Contract<Assignor> contract() {
    return AssignorContract.any();
  }

  @Override
  public Map<String, Contract<Assignor>> named() {
    return Map.of(
        "range", AssignorContract.range(),
        "uniform", AssignorContract.uniform(),
        "sticky", AssignorContract.sticky());
  }

  @Override
  public Map<String, Assignor> builtIns() {
    return Map.of(
        "range", new RangeAssignor(),
        "uniform", new UniformAssignor(),
        "sticky", new StickyAssignor());
  }

  @Override
  public List<WrongTwin<Assignor>> wrongTwins() {
    return AssignorTwins.all();
  }
}
