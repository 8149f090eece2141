package dev.orrery.primitives.lab.placement;

import dev.orrery.primitives.lab.Implementation;
import dev.orrery.primitives.placement.HashRing;
import dev.orrery.primitives.placement.KeyPlacement;
import dev.orrery.primitives.placement.Rendezvous;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `primitives.placement`.
public final class PlacementSwapPoint implements SwapPoint<PlacementFactory> {
  @Override
  public String name() {
    return "primitives.placement";
  }

  @Override
  public String summary() {
    return "Which node a key belongs to.";
  }

  @Override
  public Class<?> type() {
    return KeyPlacement.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (java.util.Set<String> nodes)";
  }

  @Override
  public PlacementFactory instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Implementation<KeyPlacement> brought =
        Implementation.of(implementation, KeyPlacement.class, Set.class);
    return brought::create;
  }

  @Override
  public Contract<PlacementFactory> contract() {
    return PlacementContract.any();
  }

  @Override
  public Map<String, Contract<PlacementFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, PlacementFactory> builtIns() {
    return Map.of("ring", HashRing::new, "rendezvous", Rendezvous::new);
  }

  @Override
  public List<WrongTwin<PlacementFactory>> wrongTwins() {
    return PlacementTwins.all();
  }
}
