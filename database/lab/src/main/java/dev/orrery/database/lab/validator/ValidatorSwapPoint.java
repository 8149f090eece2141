package dev.orrery.database.lab.validator;

import dev.orrery.database.core.transaction.BackwardValidator;
import dev.orrery.database.core.transaction.ConflictValidator;
import dev.orrery.database.lab.Loading;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The swap point `database.validator`.
public final class ValidatorSwapPoint implements SwapPoint<Supplier<ConflictValidator>> {
  @Override
  public String name() {
    return "database.validator";
  }

  @Override
  public String summary() {
    return "Decides whether an optimistic transaction may commit.";
  }

  @Override
  public Class<?> type() {
    return ConflictValidator.class;
  }

  @Override
  public String constructor() {
    return "a public constructor ()";
  }

  @Override
  public Supplier<ConflictValidator> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Constructor<?> constructor = Loading.constructor(implementation, type());
    return () -> Loading.make(ConflictValidator.class, constructor);
  }

  @Override
  public Contract<Supplier<ConflictValidator>> contract() {
    return ValidatorContract.any();
  }

  @Override
  public Map<String, Contract<Supplier<ConflictValidator>>> named() {
    return Map.of();
  }

  @Override
  public Map<String, Supplier<ConflictValidator>> builtIns() {
    return Map.of("backward", BackwardValidator::new);
  }

  @Override
  public List<WrongTwin<Supplier<ConflictValidator>>> wrongTwins() {
    return ValidatorTwins.all();
  }
}
