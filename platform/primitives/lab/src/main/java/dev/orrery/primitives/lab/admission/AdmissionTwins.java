package dev.orrery.primitives.lab.admission;

import dev.orrery.primitives.admission.Admission;
import dev.orrery.primitives.admission.TinyLfu;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Admissions that are wrong in one way each.
final class AdmissionTwins {
  private AdmissionTwins() {}

  static List<WrongTwin<AdmissionFactory>> all() {
    return List.of(
        twin("open-door", "admits everybody", keys -> new Doorkeeper(true)),
        twin("closed-door", "admits nobody", keys -> new Doorkeeper(false)),
        twin("backwards", "prefers the rarer", Backwards::new),
        twin("meeting-counts", "takes a contest for a request", MeetingCounts::new),
        twin("grows-blank", "forgets everything when it grows", GrowsBlank::new),
        twin("elephant", "remembers every request for ever", keys -> new Elephant()));
  }

  private static WrongTwin<AdmissionFactory> twin(
      String name, String mistake, AdmissionFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }

  private record Doorkeeper(boolean open) implements Admission<String> {
    @Override
    public void record(String key) {}

    @Override
    public boolean admits(String candidate, String victim) {
      return open;
    }

    @Override
    public void expect(int keys) {}
  }

  /// Right, but for what the twins override.
  private static class Right implements Admission<String> {
    Admission<String> right;

    Right(int expectedKeys) {
      right = new TinyLfu<>(expectedKeys);
    }

    @Override
    public void record(String key) {
      right.record(key);
    }

    @Override
    public boolean admits(String candidate, String victim) {
      return right.admits(candidate, victim);
    }

    @Override
    public void expect(int keys) {
      right.expect(keys);
    }
  }

  private static final class Backwards extends Right {
    Backwards(int expectedKeys) {
      super(expectedKeys);
    }

    @Override
    public boolean admits(String candidate, String victim) {
      return right.admits(victim, candidate);
    }
  }

  private static final class MeetingCounts extends Right {
    MeetingCounts(int expectedKeys) {
      super(expectedKeys);
    }

    @Override
    public boolean admits(String candidate, String victim) {
      right.record(candidate);
      return right.admits(candidate, victim);
    }
  }

  private static final class GrowsBlank extends Right {
    GrowsBlank(int expectedKeys) {
      super(expectedKeys);
    }

    @Override
    public void expect(int keys) {
      right = new TinyLfu<>(keys);
    }
  }

  /// Counts exactly, and never ages.
  private static final class Elephant implements Admission<String> {
    private final Map<String, Integer> counts = new HashMap<>();

    @Override
    public void record(String key) {
      counts.merge(key, 1, Integer::sum);
    }

    @Override
    public boolean admits(String candidate, String victim) {
      return counts.getOrDefault(candidate, 0) > counts.getOrDefault(victim, 0);
    }

    @Override
    public void expect(int keys) {}
  }
}
