package dev.orrery.dns.lab;

import dev.orrery.dns.core.resolver.SharedBudget;
import dev.orrery.dns.core.resolver.WorkBudget;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Swap point `dns.work-budget`.
public final class WorkBudgetSwap implements SwapPoint<IntFunction<WorkBudget>> {
  @Override
  public String name() {
    return "dns.work-budget";
  }

  @Override
  public String summary() {
    return "how many packets one question may cost, nested look-ups included";
  }

  @Override
  public Class<?> type() {
    return WorkBudget.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (int packets)";
  }

  @Override
  public IntFunction<WorkBudget> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Constructor<? extends WorkBudget> constructor =
        implementation.asSubclass(WorkBudget.class).getConstructor(int.class);
    return packets -> Constructed.by(constructor, packets);
  }

  @Override
  public Contract<IntFunction<WorkBudget>> contract() {
    return WorkBudgetContract.any();
  }

  @Override
  public Map<String, Contract<IntFunction<WorkBudget>>> named() {
    return Map.of("shared", WorkBudgetContract.shared());
  }

  @Override
  public Map<String, IntFunction<WorkBudget>> builtIns() {
    return Map.of("shared", SharedBudget::new);
  }

  @Override
  public List<WrongTwin<IntFunction<WorkBudget>>> wrongTwins() {
    return WrongBudgets.all();
  }
}
