package dev.orrery.identity.lab.password;

import dev.orrery.identity.core.password.Argon2id;
import dev.orrery.identity.core.password.PasswordHasher;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// `identity.password-hash`: what is stored in place of a password.
public final class PasswordHashSwapPoint implements SwapPoint<PasswordHasher> {
  private final Contract<PasswordHasher> any = PasswordHashContract.any();
  private final Contract<PasswordHasher> argon2id = PasswordHashContract.argon2id();

  @Override
  public String name() {
    return "identity.password-hash";
  }

  @Override
  public String summary() {
    return "what is stored in place of a password, and how one is verified against it";
  }

  @Override
  public Class<?> type() {
    return PasswordHasher.class;
  }

  @Override
  public String constructor() {
    return "a public constructor without arguments";
  }

  @Override
  public PasswordHasher instantiate(Class<?> implementation) throws ReflectiveOperationException {
    return implementation.asSubclass(PasswordHasher.class).getConstructor().newInstance();
  }

  @Override
  public Contract<PasswordHasher> contract() {
    return any;
  }

  @Override
  public Map<String, Contract<PasswordHasher>> named() {
    return Map.of("argon2id", argon2id);
  }

  @Override
  public Map<String, PasswordHasher> builtIns() {
    return Map.of("argon2id", new Argon2id());
  }

  @Override
  public List<WrongTwin<PasswordHasher>> wrongTwins() {
    return PasswordHashTwins.all();
  }
}
