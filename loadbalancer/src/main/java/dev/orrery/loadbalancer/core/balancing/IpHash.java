package dev.orrery.loadbalancer.core.balancing;

import dev.orrery.primitives.placement.Hash64;
import dev.orrery.primitives.placement.Rendezvous;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Each client at one backend, for as long as that is healthy: rendezvous hashing of the client's
/// address over the backends. When one leaves, only its own clients move, each to the second in its
/// ranking; when it returns they return.
///
/// A request of nobody in particular gets a key of its own, and so falls anywhere.
public final class IpHash implements BalancingPolicy {
  private final AtomicLong strangers = new AtomicLong();

  /// The ranking, and for which backends it was made: one volatile snapshot, made anew when they
  /// change.
  private volatile Ranking ranking = new Ranking(Set.of());

  private static final class Ranking {
    private final Set<String> names;
    private final Rendezvous placement;

    Ranking(Set<String> names) {
      this.names = names;
      this.placement = new Rendezvous(names);
    }
  }

  @Override
  public OptionalInt choose(List<Candidate> candidates) {
    return choose(candidates, Hash64.mix(strangers.incrementAndGet()));
  }

  @Override
  public OptionalInt choose(List<Candidate> candidates, long client) {
    Map<String, Integer> healthy = new LinkedHashMap<>();
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).healthy()) {
        healthy.put(candidates.get(i).name(), i);
      }
    }
    if (healthy.isEmpty()) {
      return OptionalInt.empty();
    }
    byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(client).array();
    for (String name : rankingOf(candidates).placement.nodesFor(key, candidates.size())) {
      Integer index = healthy.get(name);
      if (index != null) {
        return OptionalInt.of(index);
      }
    }
    throw new IllegalStateException("a ranking without " + healthy.keySet());
  }

  private Ranking rankingOf(List<Candidate> candidates) {
    Ranking known = ranking;
    boolean same =
        known.names.size() == candidates.size()
            && candidates.stream().allMatch(candidate -> known.names.contains(candidate.name()));
    if (same) {
      return known;
    }
    Ranking made =
        new Ranking(candidates.stream().map(Candidate::name).collect(Collectors.toSet()));
    ranking = made;
    return made;
  }
}
