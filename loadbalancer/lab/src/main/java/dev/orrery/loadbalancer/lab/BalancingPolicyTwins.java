package dev.orrery.loadbalancer.lab;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Policies with one mistake each, of the kinds people make.
final class BalancingPolicyTwins {
  private BalancingPolicyTwins() {}

  static List<WrongTwin<Supplier<BalancingPolicy>>> all() {
    return List.of(
        twin("always-first", "gives every request to the first healthy backend", First::new),
        twin("ignores-health", "rotates over all backends, ill ones too", IgnoresHealth::new),
        twin("skips-last", "rotates over one backend too few", SkipsLast::new),
        twin(
            "negative-index",
            "lets its counter overflow and takes the remainder of a negative number",
            Overflows::new),
        new WrongTwin<>(
            "never-decremented",
            "counts a request when it begins and forgets that it ends",
            "least-connections",
            NeverEnds::new),
        new WrongTwin<>(
            "most-connections",
            "turns the comparison round",
            "least-connections",
            MostConnections::new),
        new WrongTwin<>(
            "restarts-on-answer",
            "begins the rotation anew whenever a request ends",
            "round-robin",
            Restarts::new));
  }

  private static WrongTwin<Supplier<BalancingPolicy>> twin(
      String name, String mistake, Supplier<BalancingPolicy> subject) {
    return new WrongTwin<>(name, mistake, Contract.ANY, subject);
  }

  private static int[] healthy(List<Candidate> candidates) {
    return IntStream.range(0, candidates.size()).filter(i -> candidates.get(i).healthy()).toArray();
  }

  private static final class First implements BalancingPolicy {
    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return IntStream.of(healthy(candidates)).findFirst();
    }
  }

  private static final class IgnoresHealth implements BalancingPolicy {
    private int turn;

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return OptionalInt.of(Math.floorMod(turn++, candidates.size()));
    }
  }

  private static final class SkipsLast implements BalancingPolicy {
    private int turn;

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      int[] healthy = healthy(candidates);
      return healthy.length == 0
          ? OptionalInt.empty()
          : OptionalInt.of(healthy[Math.floorMod(turn++, Math.max(1, healthy.length - 1))]);
    }
  }

  /// Begins shortly before the overflow, so that a short history meets it.
  private static final class Overflows implements BalancingPolicy {
    private int turn = Integer.MAX_VALUE - 2;

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      int[] healthy = healthy(candidates);
      return healthy.length == 0
          ? OptionalInt.empty()
          : OptionalInt.of(healthy[turn++ % healthy.length]);
    }
  }

  private static final class NeverEnds implements BalancingPolicy {
    private final Map<String, Integer> active = new HashMap<>();

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      return IntStream.of(healthy(candidates))
          .boxed()
          .min(
              java.util.Comparator.comparingInt(
                  i -> active.getOrDefault(candidates.get(i).name(), 0)))
          .map(OptionalInt::of)
          .orElse(OptionalInt.empty());
    }

    @Override
    public void onStart(Candidate candidate) {
      active.merge(candidate.name(), 1, Integer::sum);
    }
  }

  private static final class MostConnections implements BalancingPolicy {
    private final Map<String, Integer> active = new HashMap<>();
    private int turn;

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      int start = turn++;
      return IntStream.of(healthy(candidates))
          .boxed()
          .max(
              java.util.Comparator.<Integer>comparingInt(
                      i -> active.getOrDefault(candidates.get(i).name(), 0))
                  .thenComparingInt(i -> Math.floorMod(i - start, candidates.size())))
          .map(OptionalInt::of)
          .orElse(OptionalInt.empty());
    }

    @Override
    public void onStart(Candidate candidate) {
      active.merge(candidate.name(), 1, Integer::sum);
    }

    @Override
    public void onEnd(Candidate candidate) {
      active.merge(candidate.name(), -1, Integer::sum);
    }
  }

  private static final class Restarts implements BalancingPolicy {
    private int turn;

    @Override
    public OptionalInt choose(List<Candidate> candidates) {
      int[] healthy = healthy(candidates);
      return healthy.length == 0
          ? OptionalInt.empty()
          : OptionalInt.of(healthy[Math.floorMod(turn++, healthy.length)]);
    }

    @Override
    public void onEnd(Candidate candidate) {
      turn = 0;
    }
  }
}
