package dev.orrery.primitives.lab.lease;

import dev.orrery.primitives.lab.Steps;
import dev.orrery.primitives.lease.Leases;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Combinators;

/// The laws of `primitives.lease`.
public final class LeasesContract {
  /// More than there are keys, so that none has to make room for another.
  private static final int MAXIMUM_LEASES = 8;

  private static final int MAXIMUM_STEPS = 14;

  private LeasesContract() {}

  private enum Call {
    GRANT,
    REDEEM,
    REVOKE
  }

  /// @param lease which of those granted so far is redeemed, by number
  record Step(Call call, String key, int lease) {
    @Override
    public String toString() {
      return switch (call) {
        case GRANT -> "grant " + key;
        case REDEEM -> "redeem #" + lease + " on " + key;
        case REVOKE -> "revoke " + key;
      };
    }
  }

  public static Contract<LeasesFactory> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "a lease sets its key once, and never after a revocation",
            Steps.of(
                Combinators.combine(
                        Arbitraries.of(Call.GRANT, Call.REDEEM, Call.REDEEM, Call.REVOKE),
                        Arbitraries.of("k", "k", "j"),
                        Arbitraries.integers().between(0, 3))
                    .as(Step::new),
                MAXIMUM_STEPS),
            steps -> steps.stream().map(Step::toString).collect(Collectors.joining("; ")),
            LeasesContract::allowsOnlyWhatIsValid),
        Law.of(
            "a holder that died does not block its key for ever",
            Arbitraries.of(1, 2, 5),
            maximum ->
                "at most " + maximum + " leases: grant k; grant " + maximum + " others; grant k",
            LeasesContract::endsTheOldest));
  }

  private static void allowsOnlyWhatIsValid(LeasesFactory factory, List<Step> steps) {
    Leases<String> leases = factory.create(MAXIMUM_LEASES);
    List<Long> granted = new ArrayList<>();
    Map<String, Long> valid = new TreeMap<>();
    for (Step step : steps) {
      String key = step.key();
      switch (step.call()) {
        case GRANT -> {
          OptionalLong token = leases.grant(key);
          if (token.isPresent() == valid.containsKey(key)) {
            throw new AssertionError(
                valid.containsKey(key)
                    ? "two leases on " + key + " are out"
                    : "no lease on " + key + " is out, and none was granted");
          }
          token.ifPresent(given -> {
            granted.add(given);
            valid.put(key, given);
          });
        }
        case REDEEM -> {
          if (step.lease() < granted.size()) {
            long token = granted.get(step.lease());
            boolean expected = valid.remove(key, token);
            if (leases.redeem(key, token) != expected) {
              throw new AssertionError(
                  "#"
                      + step.lease()
                      + (expected ? " was refused" : " was redeemed")
                      + " on "
                      + key);
            }
          }
        }
        case REVOKE -> {
          leases.revoke(key);
          valid.remove(key);
        }
      }
    }
  }

  private static void endsTheOldest(LeasesFactory factory, int maximum) {
    Leases<String> leases = factory.create(maximum);
    long dead = leases.grant("k").orElseThrow();
    for (int i = 0; i < maximum; i++) {
      if (leases.grant("other-" + i).isEmpty()) {
        throw new AssertionError("other-" + i + " was not granted a lease");
      }
    }
    if (leases.redeem("k", dead)) {
      throw new AssertionError("more than " + maximum + " leases were out");
    }
    if (leases.grant("k").isEmpty()) {
      throw new AssertionError("k is still blocked");
    }
  }
}
