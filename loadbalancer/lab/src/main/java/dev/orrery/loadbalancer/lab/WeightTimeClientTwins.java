package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Policies by weight, by time and by client, with one mistake each.
final class WeightTimeClientTwins {
  private WeightTimeClientTwins() {}

  static List<WrongTwin<Supplier<BalancingPolicy>>> all() {
    return List.of(
        new WrongTwin<>(
            "weightless", "gives every backend the same", "weighted-round-robin", Weightless::new),
        new WrongTwin<>(
            "bursts", "gives a backend all its turns at once", "weighted-round-robin", Bursts::new),
        new WrongTwin<>(
            "heaviest-only",
            "lets who was chosen pay its own weight only",
            "weighted-round-robin",
            HeaviestOnly::new),
        new WrongTwin<>(
            "one-too-many",
            "gives each backend a turn more than its weight",
            "weighted-round-robin",
            OneTooMany::new),
        new WrongTwin<>(
            "never-again",
            "never tries a slow backend again",
            "least-response-time",
            NeverAgain::new),
        new WrongTwin<>(
            "slowest", "turns the comparison round", "least-response-time", Slowest::new),
        new WrongTwin<>(
            "first-answer",
            "keeps the first time it measured",
            "least-response-time",
            FirstAnswer::new),
        new WrongTwin<>(
            "blind-to-load",
            "looks at the time and not at what is in flight",
            "least-response-time",
            BlindToLoad::new),
        new WrongTwin<>(
            "remainder", "takes the hash modulo the healthy backends", "ip-hash", Remainder::new),
        new WrongTwin<>(
            "by-position",
            "takes the hash modulo the list, and the next if that is ill",
            "ip-hash",
            ByPosition::new),
        new WrongTwin<>(
            "forgets-client",
            "rotates and does not look at the client",
            "ip-hash",
            Weightless::new),
        new WrongTwin<>(
            "sticky-after-illness",
            "leaves clients where an illness took them",
            "ip-hash",
            Sticky::new));
  }

  private static int[] healthy(List<Candidate> candidates) {
    return IntStream.range(0, candidates.size()).filter(i -> candidates.get(i).healthy()).toArray();
  }

  private static OptionalInt turnOf(
      List<Candidate> candidates, int turn, int extra, boolean equal) {
    int[] healthy = healthy(candidates);
    int sum = 0;
    for (int i : healthy) {
      sum += equal ? 1 : candidates.get(i).weight() + extra;
    }
    if (sum == 0) {
      return OptionalInt.empty();
    }
    int left = Math.floorMod(turn, sum);
    for (int i : healthy) {
      left -= equal ? 1 : candidates.get(i).weight() + extra;
      if (left < 0) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static final class Weightless implements BalancingPolicy {
    private int turn;

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return turnOf(candidates, turn++, 0, true);
    }
  }

  private static final class Bursts implements BalancingPolicy {
    private int turn;

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return turnOf(candidates, turn++, 0, false);
    }
  }

  private static final class OneTooMany implements BalancingPolicy {
    private int turn;

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return turnOf(candidates, turn++, 1, false);
    }
  }

  private static final class HeaviestOnly implements BalancingPolicy {
    private final Map<String, Integer> owed = new HashMap<>();

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      int chosen = -1;
      for (int i : healthy(candidates)) {
        int now = owed.merge(candidates.get(i).name(), candidates.get(i).weight(), Integer::sum);
        if (chosen < 0 || now > owed.getOrDefault(candidates.get(chosen).name(), 0)) {
          chosen = i;
        }
      }
      if (chosen < 0) {
        return OptionalInt.empty();
      }
      Candidate taken = candidates.get(chosen);
      owed.merge(taken.name(), -taken.weight(), Integer::sum);
      return OptionalInt.of(chosen);
    }
  }

  /// Follows the last time measured; twins change what it makes of it.
  private abstract static class ByTime implements BalancingPolicy {
    final Map<String, Long> times = new HashMap<>();
    final Map<String, Integer> active = new HashMap<>();

    abstract double cost(Candidate candidate);

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      int chosen = -1;
      for (int i : healthy(candidates)) {
        if (chosen < 0 || cost(candidates.get(i)) < cost(candidates.get(chosen))) {
          chosen = i;
        }
      }
      if (chosen < 0) {
        return OptionalInt.empty();
      }
      for (Candidate other : candidates) {
        if (!other.equals(candidates.get(chosen))) {
          times.computeIfPresent(other.name(), (_, time) -> faded(time));
        }
      }
      return OptionalInt.of(chosen);
    }

    long faded(long time) {
      return time - time / 256;
    }

    double loaded(Candidate candidate) {
      return times.getOrDefault(candidate.name(), 0L)
          * (1.0 + active.getOrDefault(candidate.name(), 0));
    }

    @Override
    public void onStart(Candidate candidate) {
      active.merge(candidate.name(), 1, Integer::sum);
    }

    @Override
    public void onEnd(Candidate candidate) {
      active.merge(candidate.name(), -1, Integer::sum);
    }

    @Override
    public void onAnswer(Candidate candidate, long nanos) {
      times.put(candidate.name(), nanos);
    }
  }

  private static final class NeverAgain extends ByTime {
    @Override
    double cost(Candidate candidate) {
      return loaded(candidate);
    }

    @Override
    long faded(long time) {
      return time;
    }
  }

  private static final class Slowest extends ByTime {
    @Override
    double cost(Candidate candidate) {
      return -loaded(candidate);
    }
  }

  private static final class FirstAnswer extends ByTime {
    @Override
    double cost(Candidate candidate) {
      return loaded(candidate);
    }

    @Override
    long faded(long time) {
      return time;
    }

    @Override
    public void onAnswer(Candidate candidate, long nanos) {
      times.putIfAbsent(candidate.name(), nanos);
    }
  }

  private static final class BlindToLoad extends ByTime {
    @Override
    double cost(Candidate candidate) {
      return times.getOrDefault(candidate.name(), 0L);
    }

    @Override
    long faded(long time) {
      return Math.max(1, time - time / 4_096);
    }
  }

  private static final class Remainder implements BalancingPolicy {
    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return choose(candidates, 0);
    }

    @Override
    public OptionalInt choose(List<Candidate> candidates, long client) {
      int[] healthy = healthy(candidates);
      return healthy.length == 0
          ? OptionalInt.empty()
          : OptionalInt.of(healthy[(int) Long.remainderUnsigned(client, healthy.length)]);
    }
  }

  private static final class ByPosition implements BalancingPolicy {
    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return choose(candidates, 0);
    }

    @Override
    public OptionalInt choose(List<Candidate> candidates, long client) {
      int start = (int) Long.remainderUnsigned(client, candidates.size());
      for (int step = 0; step < candidates.size(); step++) {
        int index = (start + step) % candidates.size();
        if (candidates.get(index).healthy()) {
          return OptionalInt.of(index);
        }
      }
      return OptionalInt.empty();
    }
  }

  private static final class Sticky implements BalancingPolicy {
    private final Map<Long, String> places = new HashMap<>();
    private final BalancingPolicy fresh = new dev.orrery.loadbalancer.core.balancing.IpHash();

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return fresh.choose(candidates);
    }

    @Override
    public OptionalInt choose(List<Candidate> candidates, long client) {
      String place = places.get(client);
      for (int i : healthy(candidates)) {
        if (candidates.get(i).name().equals(place)) {
          return OptionalInt.of(i);
        }
      }
      OptionalInt chosen = fresh.choose(candidates, client);
      chosen.ifPresent(index -> places.put(client, candidates.get(index).name()));
      return chosen;
    }
  }
}
