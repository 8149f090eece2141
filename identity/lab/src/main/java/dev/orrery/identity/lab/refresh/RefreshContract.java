package dev.orrery.identity.lab.refresh;

import dev.orrery.identity.core.refresh.RefreshFamily;
import dev.orrery.identity.core.refresh.RefreshRotation;
import dev.orrery.identity.core.refresh.RefreshRotation.Outcome;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// What a [RefreshRotation] keeps: it is followed through the uses of one family beside a model of
/// three variables, the number of the good token, whether the family has ended, and the time.
final class RefreshContract {
  private static final long EXPIRES_MINUTE = 60;
  private static final int MAXIMUM_STEPS = 12;

  private RefreshContract() {}

  /// @param behind how many generations before the newest the presented token is; 0 is the newest
  /// @param minutes that pass before
  record Use(int behind, int minutes) {}

  static Contract<RefreshRotation> any() {
    return Contract.of(
        Contract.ANY,
        law("the newest token serves, and leads to the next", 0, 2),
        law("a token used before ends its family, for good", 2, 2),
        law("a family expires when its log-in said, however often it was rotated", 0, 25),
        law("none of these gives way to another", 3, 15));
  }

  private static Law<RefreshRotation, List<Use>> law(String name, int oldest, int minutes) {
    Arbitrary<List<Use>> uses =
        Combinators.combine(
                Arbitraries.integers().between(0, oldest),
                Arbitraries.integers().between(0, minutes))
            .as(Use::new)
            .list()
            .ofMinSize(1)
            .ofMaxSize(MAXIMUM_STEPS);
    return Law.of(name, uses, RefreshContract::story, RefreshContract::follow);
  }

  private static String story(List<Use> uses) {
    return "log in, good for "
        + EXPIRES_MINUTE
        + " minutes; "
        + uses.stream()
            .map(it ->
                (it.minutes() == 0 ? "" : it.minutes() + " minutes later ")
                    + "use "
                    + switch (it.behind()) {
                      case 0 -> "the newest token";
                      case 1 -> "the one before the newest";
                      default -> "the one " + it.behind() + " before the newest";
                    })
            .collect(Collectors.joining("; "));
  }

  private static void follow(RefreshRotation rotation, List<Use> uses) {
    RefreshFamily family = new RefreshFamily(7, "token-0", 0, false, EXPIRES_MINUTE * 60_000);
    int newest = 0;
    long minute = 0;
    for (Use use : uses) {
      minute += use.minutes();
      int presented = Math.max(0, newest - use.behind());
      Outcome expected =
          family.ended() || minute >= EXPIRES_MINUTE
              ? new Outcome.Refused()
              : presented == newest
                  ? new Outcome.Rotated(family.rotatedTo("token-" + (newest + 1)))
                  : new Outcome.Reused(family.end());
      Outcome actual =
          rotation.use(family, "token-" + presented, "token-" + (newest + 1), minute * 60_000);
      if (!actual.equals(expected)) {
        throw new AssertionError(
            "at minute "
                + minute
                + " token-"
                + presented
                + " gave "
                + actual
                + ", not "
                + expected);
      }
      switch (actual) {
        case Outcome.Rotated(RefreshFamily next) -> {
          family = next;
          newest++;
        }
        case Outcome.Reused(RefreshFamily next) -> family = next;
        case Outcome.Refused() -> {}
      }
    }
  }
}
