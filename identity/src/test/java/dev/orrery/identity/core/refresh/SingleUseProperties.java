package dev.orrery.identity.core.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.identity.core.refresh.RefreshRotation.Outcome;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// A family against a model: the number of the good token, whether it has ended, when it expires.
class SingleUseProperties {
  private static final long EXPIRES = 1_000;
  private static final RefreshFamily FRESH = new RefreshFamily(7, "t0", 0, false, EXPIRES);

  /// @param token presented: how many generations behind the newest; 0 is the newest
  record Step(int token, int millisLater) {}

  @Provide
  static Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, Arbitraries.just(0)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(1, 3))),
            Arbitraries.integers().between(0, 120))
        .as(Step::new)
        .list()
        .ofMaxSize(30);
  }

  @Property
  void onlyTheNewestTokenWorksOnceAndNoneAfterTheEnd(@ForAll("steps") List<Step> steps) {
    SingleUse rotation = new SingleUse();
    RefreshFamily family = FRESH;
    int newest = 0;
    boolean ended = false;
    long now = 0;
    for (Step step : steps) {
      now += step.millisLater();
      int presented = Math.max(0, newest - step.token());
      Outcome outcome = rotation.use(family, "t" + presented, "t" + (newest + 1), now);
      if (ended || now >= EXPIRES) {
        assertThat(outcome).isEqualTo(new Outcome.Refused());
      } else if (presented == newest) {
        newest++;
        family = new RefreshFamily(7, "t" + newest, newest, false, EXPIRES);
        assertThat(outcome).isEqualTo(new Outcome.Rotated(family));
      } else {
        ended = true;
        family = new RefreshFamily(7, "t" + newest, newest, true, EXPIRES);
        assertThat(outcome).isEqualTo(new Outcome.Reused(family));
      }
    }
  }

  @Example
  void theLastMillisecondIsGoodAndTheNextIsNot() {
    SingleUse rotation = new SingleUse();
    assertThat(rotation.use(FRESH, "t0", "t1", EXPIRES - 1)).isInstanceOf(Outcome.Rotated.class);
    assertThat(rotation.use(FRESH, "t0", "t1", EXPIRES)).isInstanceOf(Outcome.Refused.class);
  }

  @Example
  void anExpiredFamilyIsNotEndedByAnOldToken() {
    assertThat(new SingleUse().use(FRESH, "old", "t1", EXPIRES))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Property
  void aTokenReadsBackFromItsText(@ForAll long ignored) {
    RefreshToken token = RefreshToken.firstOfFamily();
    assertThat(RefreshToken.parse(token.text())).contains(token);
    assertThat(token.next().familyId()).isEqualTo(token.familyId());
    assertThat(token.next().hash()).isNotEqualTo(token.hash());
    assertThat(token.toString()).doesNotContain(token.secret());
  }

  @Property
  void whateverIsNoTokenIsRefusedWithoutAnException(@ForAll String text) {
    assertThat(RefreshToken.parse(text)).isEmpty();
  }

  @Example
  void aTokenCutAnywhereIsNone() {
    String text = RefreshToken.firstOfFamily().text();
    for (int length = 0; length < text.length(); length++) {
      assertThat(RefreshToken.parse(text.substring(0, length))).isEmpty();
    }
    assertThat(RefreshToken.parse(text + "A")).isEmpty();
  }
}
