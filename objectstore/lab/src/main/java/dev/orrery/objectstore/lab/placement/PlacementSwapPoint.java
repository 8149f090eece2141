package dev.orrery.objectstore.lab.placement;

import dev.orrery.objectstore.core.placement.Placement;
import dev.orrery.objectstore.core.placement.RendezvousPlacement;
import dev.orrery.objectstore.lab.Loading;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The swap point `objectstore.placement`.
public final class PlacementSwapPoint implements SwapPoint<PlacementFactory> {
  @Override
  public String name() {
    return "objectstore.placement";
  }

  @Override
  public String summary() {
    return "Which volume a new chunk goes to.";
  }

  @Override
  public Class<?> type() {
    return Placement.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (java.util.Set<String> volumes)";
  }

  @Override
  public PlacementFactory instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Constructor<?> constructor = Loading.constructor(implementation, type(), Set.class);
    return volumes -> Loading.make(Placement.class, constructor, volumes);
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
    return Map.of("rendezvous", RendezvousPlacement::new);
  }

  @Override
  public List<WrongTwin<PlacementFactory>> wrongTwins() {
    return PlacementTwins.all();
  }
}
