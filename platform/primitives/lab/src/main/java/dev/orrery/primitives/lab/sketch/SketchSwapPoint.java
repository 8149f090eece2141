package dev.orrery.primitives.lab.sketch;

import dev.orrery.primitives.lab.Implementation;
import dev.orrery.primitives.sketch.CountMinSketch;
import dev.orrery.primitives.sketch.FrequencySketch;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `primitives.sketch`.
public final class SketchSwapPoint implements SwapPoint<SketchFactory> {
  @Override
  public String name() {
    return "primitives.sketch";
  }

  @Override
  public String summary() {
    return "How often keys were counted lately, in a few bytes a key.";
  }

  @Override
  public Class<?> type() {
    return FrequencySketch.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (int expectedKeys)";
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public SketchFactory instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Implementation<FrequencySketch> brought =
        Implementation.of(implementation, FrequencySketch.class, int.class);
    return expectedKeys -> (FrequencySketch<String>) brought.create(expectedKeys);
  }

  @Override
  public Contract<SketchFactory> contract() {
    return SketchContract.any();
  }

  @Override
  public Map<String, Contract<SketchFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, SketchFactory> builtIns() {
    return Map.of("count-min", CountMinSketch::new);
  }

  @Override
  public List<WrongTwin<SketchFactory>> wrongTwins() {
    return SketchTwins.all();
  }
}
