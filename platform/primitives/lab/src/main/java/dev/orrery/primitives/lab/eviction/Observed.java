package dev.orrery.primitives.lab.eviction;

import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.primitives.lab.eviction.EvictionCase.Get;
import dev.orrery.primitives.lab.eviction.EvictionCase.Put;
import dev.orrery.primitives.lab.eviction.EvictionCase.Remove;
import dev.orrery.primitives.lab.eviction.EvictionCase.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A policy as its cache sees it: who is resident follows from what went in and what came out.
final class Observed {
  /// An access the policy was told of, and its answer.
  record Access(String key, long weight, List<String> evicted) {}

  final EvictionPolicy<String> policy;
  final Map<String, Long> residents = new TreeMap<>();

  Observed(EvictionPolicy<String> policy) {
    this.policy = policy;
  }

  /// Does a step; the access it led to, none for a miss or a removal.
  Optional<Access> apply(Step step) {
    return switch (step) {
      case Put put -> Optional.of(access(put.key(), put.weight()));
      case Get get ->
          Optional.ofNullable(residents.get(get.key())).map(weight -> access(get.key(), weight));
      case Remove remove -> {
        policy.remove(remove.key());
        residents.remove(remove.key());
        yield Optional.empty();
      }
    };
  }

  private Access access(String key, long weight) {
    List<String> evicted = List.copyOf(policy.access(key, weight));
    residents.put(key, weight);
    for (String victim : evicted) {
      if (residents.remove(victim) == null) {
        throw new AssertionError("evicted " + victim + ", which was not resident");
      }
    }
    return new Access(key, weight, evicted);
  }

  long weightOfResidents() {
    return residents.values().stream().mapToLong(Long::longValue).sum();
  }
}
