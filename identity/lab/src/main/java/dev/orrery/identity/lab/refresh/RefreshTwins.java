package dev.orrery.identity.lab.refresh;

import dev.orrery.identity.core.refresh.RefreshFamily;
import dev.orrery.identity.core.refresh.RefreshRotation;
import dev.orrery.identity.core.refresh.RefreshRotation.Outcome;
import dev.orrery.identity.core.refresh.SingleUse;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;

/// Rotations that are wrong in one place each.
final class RefreshTwins {
  private static final SingleUse SOUND = new SingleUse();
  private static final long WEEK_MILLIS = 7L * 24 * 3_600_000;

  private RefreshTwins() {}

  static List<WrongTwin<RefreshRotation>> all() {
    return List.of(
        twin(
            "reuse-unnoticed",
            "refuses an old token and lets the family go on",
            (family, presented, next, now) ->
                SOUND.use(family, presented, next, now) instanceof Outcome.Reused
                    ? new Outcome.Refused()
                    : SOUND.use(family, presented, next, now)),
        twin(
            "reuse-ends-nothing",
            "reports the reuse and stores the family as it was",
            (family, presented, next, now) ->
                SOUND.use(family, presented, next, now) instanceof Outcome.Reused
                    ? new Outcome.Reused(family)
                    : SOUND.use(family, presented, next, now)),
        twin(
            "any-generation",
            "takes every token the family ever had",
            (family, presented, next, now) -> SOUND.use(family, family.currentHash(), next, now)),
        twin(
            "no-rotation",
            "gives out a new token and goes on taking the old one",
            (family, presented, next, now) ->
                SOUND.use(family, presented, family.currentHash(), now)),
        twin(
            "no-expiry",
            "never looks at the clock",
            (family, presented, next, now) -> SOUND.use(family, presented, next, 0)),
        twin("sliding", "gives the family another week with each rotation", RefreshTwins::sliding),
        twin(
            "raised",
            "takes tokens of a family that has ended",
            (family, presented, next, now) ->
                SOUND.use(
                    new RefreshFamily(
                        family.accountId(),
                        family.currentHash(),
                        family.generation(),
                        false,
                        family.expiresMillis()),
                    presented,
                    next,
                    now)));
  }

  private static Outcome sliding(
      RefreshFamily family, String presented, String next, long nowMillis) {
    Outcome outcome = SOUND.use(family, presented, next, nowMillis);
    return outcome instanceof Outcome.Rotated(RefreshFamily rotated)
        ? new Outcome.Rotated(
            new RefreshFamily(
                rotated.accountId(),
                rotated.currentHash(),
                rotated.generation(),
                false,
                nowMillis + WEEK_MILLIS))
        : outcome;
  }

  private static WrongTwin<RefreshRotation> twin(
      String name, String mistake, RefreshRotation rotation) {
    return new WrongTwin<>(name, mistake, Contract.ANY, rotation);
  }
}
