package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Draws two healthy backends and takes the one with fewer requests in flight (Mitzenmacher, "The
/// Power of Two Choices in Randomized Load Balancing", 2001). With many balancers that each see
/// only their own requests, it avoids that all run to the same least loaded backend at once. For
/// comparison in experiments; guarded by this.
public final class PowerOfTwoChoices implements BalancingPolicy {
  private final RandomGenerator random;
  private final Map<String, Integer> active = new HashMap<>();

  public PowerOfTwoChoices() {
    this(RandomGenerator.getDefault());
  }

  PowerOfTwoChoices(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public synchronized OptionalInt choose(List<Candidate> candidates) {
    int[] healthy =
        IntStream.range(0, candidates.size()).filter(i -> candidates.get(i).healthy()).toArray();
    if (healthy.length == 0) {
      return OptionalInt.empty();
    }
    int one = healthy[random.nextInt(healthy.length)];
    int other = healthy[random.nextInt(healthy.length)];
    return OptionalInt.of(count(candidates.get(one)) <= count(candidates.get(other)) ? one : other);
  }

  private int count(Candidate candidate) {
    return active.getOrDefault(candidate.name(), 0);
  }

  @Override
  public synchronized void onStart(Candidate candidate) {
    active.merge(candidate.name(), 1, Integer::sum);
  }

  @Override
  public synchronized void onEnd(Candidate candidate) {
    active.computeIfPresent(candidate.name(), (_, count) -> count == 1 ? null : count - 1);
  }
}
