package dev.orrery.loadbalancer.core.balancing;

import java.util.List;
import java.util.OptionalInt;

/// Chooses the backend of the next request.
///
/// One instance serves one service. It is called from every event loop, on the path of every
/// request: it must be thread-safe and must not block. An implementation to be swapped in has a
/// public constructor without arguments.
public interface BalancingPolicy {
  /// The index in `candidates` of the one to take; empty when none is healthy. The list is
  /// immutable and usually the same from call to call, but it may differ at any call: backends come
  /// and go, and a retry shows the backend that just failed as unhealthy.
  OptionalInt choose(List<Candidate> candidates);

  /// The same for a client that is known, so that a policy can keep it at one backend.
  ///
  /// @param client a hash of who asks, the same for each request of that client
  default OptionalInt choose(List<Candidate> candidates, long client) {
    return choose(candidates);
  }

  /// A request to this candidate begins. What was chosen is not always begun: its connections may
  /// be used up.
  default void onStart(Candidate candidate) {}

  /// A request begun earlier is over, however it ended. Comes exactly once for each
  /// [#onStart(Candidate)], also after the candidate has left the list.
  default void onEnd(Candidate candidate) {}

  /// A candidate has begun to answer, or a connection to it stands: how long that took. Does not
  /// come for a request that failed before.
  default void onAnswer(Candidate candidate, long nanos) {}
}
