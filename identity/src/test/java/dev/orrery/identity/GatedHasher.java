package dev.orrery.identity;

import dev.orrery.identity.core.password.PasswordHasher;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// A hasher that a test can hold up. It keeps no secret.
public final class GatedHasher implements PasswordHasher {
  static final AtomicReference<CountDownLatch> GATE = new AtomicReference<>(new CountDownLatch(0));

  @Override
  public String hash(String password) {
    try {
      GATE.get().await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return "gated:" + password;
  }

  @Override
  public boolean verify(String password, String hash) {
    return hash(password).equals(hash);
  }
}
