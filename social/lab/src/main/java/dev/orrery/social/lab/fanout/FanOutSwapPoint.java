package dev.orrery.social.lab.fanout;

import dev.orrery.primitives.lab.Implementation;
import dev.orrery.social.timelines.fanout.AlwaysOnRead;
import dev.orrery.social.timelines.fanout.FanOutStrategy;
import dev.orrery.social.timelines.fanout.HybridFanOut;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// The swap point `social.fanout`.
public final class FanOutSwapPoint implements SwapPoint<IntFunction<FanOutStrategy>> {
  @Override
  public String name() {
    return "social.fanout";
  }

  @Override
  public String summary() {
    return "Decides which timelines take a post when it is written, and what readers merge.";
  }

  @Override
  public Class<?> type() {
    return FanOutStrategy.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (int threshold)";
  }

  @Override
  public IntFunction<FanOutStrategy> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Implementation<FanOutStrategy> brought =
        Implementation.of(implementation, FanOutStrategy.class, int.class);
    return brought::create;
  }

  @Override
  public Contract<IntFunction<FanOutStrategy>> contract() {
    return FanOutContract.any();
  }

  @Override
  public Map<String, Contract<IntFunction<FanOutStrategy>>> named() {
    return Map.of("hybrid", FanOutContract.hybrid());
  }

  @Override
  public Map<String, IntFunction<FanOutStrategy>> builtIns() {
    return Map.of("hybrid", HybridFanOut::new, "on-read", AlwaysOnRead::new);
  }

  @Override
  public List<WrongTwin<IntFunction<FanOutStrategy>>> wrongTwins() {
    return FanOutTwins.all();
  }
}
