package dev.orrery.primitives.lab.lease;

import dev.orrery.primitives.lease.Leases;
import dev.orrery.primitives.lease.TokenLeases;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.OptionalLong;

/// Leases that are wrong in one way each.
final class LeasesTwins {
  private LeasesTwins() {}

  static List<WrongTwin<LeasesFactory>> all() {
    return List.of(
        twin("unchecked-token", "lets anybody set a key on which a lease is out", Unchecked::new),
        twin("deaf", "a revocation changes nothing", Deaf::new),
        twin("reusable", "redeems a lease again and again", Reusable::new),
        twin("generous", "grants everybody a lease", Generous::new),
        twin("unbounded", "lets a dead holder block its key", maximum -> new TokenLeases<>(1_000)));
  }

  private static WrongTwin<LeasesFactory> twin(String name, String mistake, LeasesFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }

  /// Right, but for what the twins override.
  private static class Right implements Leases<String> {
    final Leases<String> right;

    Right(int maximumLeases) {
      right = new TokenLeases<>(maximumLeases);
    }

    @Override
    public OptionalLong grant(String key) {
      return right.grant(key);
    }

    @Override
    public boolean redeem(String key, long token) {
      return right.redeem(key, token);
    }

    @Override
    public void revoke(String key) {
      right.revoke(key);
    }
  }

  private static final class Unchecked extends Right {
    Unchecked(int maximumLeases) {
      super(maximumLeases);
    }

    @Override
    public boolean redeem(String key, long token) {
      boolean isOut = right.grant(key).isEmpty();
      right.revoke(key);
      return isOut;
    }
  }

  private static final class Deaf extends Right {
    Deaf(int maximumLeases) {
      super(maximumLeases);
    }

    @Override
    public void revoke(String key) {}
  }

  private static final class Reusable extends Right {
    private String lastKey = "";
    private long lastToken;

    Reusable(int maximumLeases) {
      super(maximumLeases);
    }

    @Override
    public boolean redeem(String key, long token) {
      boolean again = key.equals(lastKey) && token == lastToken;
      boolean valid = super.redeem(key, token);
      if (valid) {
        lastKey = key;
        lastToken = token;
      }
      return valid || again;
    }
  }

  private static final class Generous extends Right {
    private long token = 1L << 32;

    Generous(int maximumLeases) {
      super(maximumLeases);
    }

    @Override
    public OptionalLong grant(String key) {
      OptionalLong granted = super.grant(key);
      return granted.isPresent() ? granted : OptionalLong.of(++token);
    }
  }
}
