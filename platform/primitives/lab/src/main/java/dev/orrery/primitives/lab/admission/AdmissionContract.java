package dev.orrery.primitives.lab.admission;

import dev.orrery.primitives.admission.Admission;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of `primitives.admission`. They look only at contests in which one key was asked for
/// clearly more often than the other: what happens between near equals is the algorithm's affair.
public final class AdmissionContract {
  private static final int EXPECTED_KEYS = 64;

  /// Asks with which a key that was popular has become a key of long ago.
  private static final int LONG_AGO = 100 * EXPECTED_KEYS;

  private AdmissionContract() {}

  /// A key asked for often and one asked for seldom.
  ///
  /// @param contests how often they have met before it counts
  record Rivals(int often, int seldom, int contests) {
    String story() {
      return "ask for a "
          + often
          + " times, for b "
          + seldom
          + " times"
          + (contests == 0 ? "" : "; let them meet " + contests + " times");
    }
  }

  public static Contract<AdmissionFactory> any() {
    return Contract.of(
        Contract.ANY,
        law("prefers who is asked for more often", AdmissionContract::prefersTheFrequent),
        law("forgets a favourite of long ago", AdmissionContract::forgets),
        law("records while it grows", AdmissionContract::growsWithoutLoss));
  }

  private static Law<AdmissionFactory, Rivals> law(
      String name, Law.Check<AdmissionFactory, Rivals> check) {
    Arbitrary<Rivals> rivals =
        Combinators.combine(
                Arbitraries.integers().between(8, 12),
                Arbitraries.integers().between(0, 2),
                Arbitraries.of(0, 1, 40))
            .as(Rivals::new);
    return Law.of(name, rivals, Rivals::story, check);
  }

  private static void prefersTheFrequent(AdmissionFactory factory, Rivals rivals) {
    Admission<String> admission = factory.create(EXPECTED_KEYS);
    ask(admission, "a", rivals.often());
    ask(admission, "b", rivals.seldom());
    demandThatAWins(admission, rivals.contests());
  }

  private static void growsWithoutLoss(AdmissionFactory factory, Rivals rivals) {
    Admission<String> admission = factory.create(EXPECTED_KEYS);
    ask(admission, "a", rivals.often());
    admission.expect(3 * EXPECTED_KEYS);
    ask(admission, "b", rivals.seldom());
    demandThatAWins(admission, rivals.contests());
  }

  private static void ask(Admission<String> admission, String key, int times) {
    for (int i = 0; i < times; i++) {
      admission.record(key);
    }
  }

  private static void demandThatAWins(Admission<String> admission, int contests) {
    for (int i = 0; i <= contests; i++) {
      boolean changed = i > 0;
      if (admission.admits("b", "a")) {
        throw new AssertionError("b took the place of a" + (changed ? ", on asking again" : ""));
      }
      if (!admission.admits("a", "b")) {
        throw new AssertionError("a was refused b's place" + (changed ? ", on asking again" : ""));
      }
    }
  }

  /// Others come once each, all different; then b is asked for nearly as often as a once was.
  private static void forgets(AdmissionFactory factory, Rivals rivals) {
    Admission<String> admission = factory.create(EXPECTED_KEYS);
    ask(admission, "a", rivals.often());
    for (int i = 0; i < LONG_AGO; i++) {
      admission.record("other-" + i);
    }
    ask(admission, "b", rivals.often() - 1);
    if (!admission.admits("b", "a")) {
      throw new AssertionError(
          "after "
              + LONG_AGO
              + " others, b is asked for "
              + (rivals.often() - 1)
              + " times, and refused the place of a");
    }
  }
}
