package dev.orrery.primitives.lab.lease;

import dev.orrery.primitives.lab.Implementation;
import dev.orrery.primitives.lease.Leases;
import dev.orrery.primitives.lease.TokenLeases;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `primitives.lease`.
public final class LeasesSwapPoint implements SwapPoint<LeasesFactory> {
  @Override
  public String name() {
    return "primitives.lease";
  }

  @Override
  public String summary() {
    return "Who may fill a key, such that nothing stale is set after a change.";
  }

  @Override
  public Class<?> type() {
    return Leases.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (int maximumLeases)";
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public LeasesFactory instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Implementation<Leases> brought = Implementation.of(implementation, Leases.class, int.class);
    return maximumLeases -> (Leases<String>) brought.create(maximumLeases);
  }

  @Override
  public Contract<LeasesFactory> contract() {
    return LeasesContract.any();
  }

  @Override
  public Map<String, Contract<LeasesFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, LeasesFactory> builtIns() {
    return Map.of("token", TokenLeases::new);
  }

  @Override
  public List<WrongTwin<LeasesFactory>> wrongTwins() {
    return LeasesTwins.all();
  }
}
