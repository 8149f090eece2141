package dev.orrery.identity.lab.refresh;

import dev.orrery.identity.core.refresh.RefreshRotation;
import dev.orrery.identity.core.refresh.SingleUse;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `identity.refresh`: what a presented refresh token leads to.
public final class RefreshSwapPoint implements SwapPoint<RefreshRotation> {
  @Override
  public String name() {
    return "identity.refresh";
  }

  @Override
  public String summary() {
    return "what a presented refresh token leads to: the next one, a refusal, or the family's end";
  }

  @Override
  public Class<?> type() {
    return RefreshRotation.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public RefreshRotation instantiate(Class<?> implementation) throws ReflectiveOperationException {
    return implementation.asSubclass(RefreshRotation.class).getConstructor().newInstance();
  }

  @Override
  public Contract<RefreshRotation> contract() {
    return RefreshContract.any();
  }

  @Override
  public Map<String, Contract<RefreshRotation>> named() {
    return Map.of();
  }

  @Override
  public Map<String, RefreshRotation> builtIns() {
    return Map.of("single-use", new SingleUse());
  }

  @Override
  public List<WrongTwin<RefreshRotation>> wrongTwins() {
    return RefreshTwins.all();
  }
}
