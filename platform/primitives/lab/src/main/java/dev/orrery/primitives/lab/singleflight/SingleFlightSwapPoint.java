package dev.orrery.primitives.lab.singleflight;

import dev.orrery.primitives.lab.Implementation;
import dev.orrery.primitives.singleflight.CoalescedLoad;
import dev.orrery.primitives.singleflight.SingleFlight;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `primitives.singleflight`.
public final class SingleFlightSwapPoint implements SwapPoint<LoadFactory> {
  @Override
  public String name() {
    return "primitives.singleflight";
  }

  @Override
  public String summary() {
    return "How loads of one key that meet become one.";
  }

  @Override
  public Class<?> type() {
    return CoalescedLoad.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without parameters";
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public LoadFactory instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Implementation<CoalescedLoad> brought = Implementation.of(implementation, CoalescedLoad.class);
    return () -> (CoalescedLoad<String, Integer>) brought.create();
  }

  @Override
  public Contract<LoadFactory> contract() {
    return SingleFlightContract.any();
  }

  @Override
  public Map<String, Contract<LoadFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, LoadFactory> builtIns() {
    return Map.of("single-flight", SingleFlight::new);
  }

  @Override
  public List<WrongTwin<LoadFactory>> wrongTwins() {
    return SingleFlightTwins.all();
  }
}
