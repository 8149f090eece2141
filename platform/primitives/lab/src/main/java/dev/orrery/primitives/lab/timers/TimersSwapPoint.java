package dev.orrery.primitives.lab.timers;

import dev.orrery.primitives.lab.Implementation;
import dev.orrery.primitives.timerwheel.TimerWheel;
import dev.orrery.primitives.timerwheel.Timers;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `primitives.timers`.
public final class TimersSwapPoint implements SwapPoint<TimersFactory> {
  @Override
  public String name() {
    return "primitives.timers";
  }

  @Override
  public String summary() {
    return "How timers are kept: leases, time-outs, expiring keys.";
  }

  @Override
  public Class<?> type() {
    return Timers.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (long tickNanos, long startNanos)";
  }

  @Override
  @SuppressWarnings({"unchecked", "rawtypes"})
  public TimersFactory instantiate(Class<?> implementation) throws ReflectiveOperationException {
    Implementation<Timers> brought =
        Implementation.of(implementation, Timers.class, long.class, long.class);
    return (tickNanos, startNanos) -> (Timers<Integer>) brought.create(tickNanos, startNanos);
  }

  @Override
  public Contract<TimersFactory> contract() {
    return TimersContract.any();
  }

  @Override
  public Map<String, Contract<TimersFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, TimersFactory> builtIns() {
    return Map.of("wheel", TimerWheel::new);
  }

  @Override
  public List<WrongTwin<TimersFactory>> wrongTwins() {
    return TimersTwins.all();
  }
}
