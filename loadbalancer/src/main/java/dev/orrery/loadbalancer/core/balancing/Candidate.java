package dev.orrery.loadbalancer.core.balancing;

/// A backend as a policy sees it.
///
/// @param name the instance, unique within the service, e.g. `web-2`
/// @param healthy whether it may be chosen now
/// @param weight its share relative to the others, at least 1; most policies do not look at it
public record Candidate(String name, boolean healthy, int weight) {
  /// One of weight 1.
  public Candidate(String name, boolean healthy) {
    this(name, healthy, 1);
  }

  public Candidate {
    if (weight < 1) {
      throw new IllegalArgumentException("a weight is at least 1, not " + weight);
    }
  }
}
