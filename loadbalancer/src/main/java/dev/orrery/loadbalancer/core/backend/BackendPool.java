package dev.orrery.loadbalancer.core.backend;

import dev.orrery.loadbalancer.core.balancing.BalancingPolicy;
import dev.orrery.loadbalancer.core.balancing.Candidate;
import dev.orrery.primitives.health.HealthTracker;
import dev.orrery.primitives.health.RiseFall;
import dev.orrery.primitives.placement.Hash64;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The backends of one service.
///
/// ```
///   registry ──replace()──┐                       ┌── choose() ◄── requests
///   probes ────report()───┤► backends, trackers ──┤
///   connects ──report()───┘   (guarded by this)   └── snapshot: backends and candidates, immutable
/// ```
///
/// Changes are rare and take the lock; a choice reads one volatile snapshot. A new backend counts
/// as healthy at once: it registered because it is ready, and if it is not, the first refused
/// connections take it out again.
public final class BackendPool {
  private final String service;
  private final BalancingPolicy policy;
  private final int rise;
  private final int fall;

  // Guarded by this.
  private final Map<Backend, HealthTracker> trackers = new LinkedHashMap<>();
  private volatile Snapshot snapshot = new Snapshot(List.of(), List.of());

  /// Backends and what the policy sees of them, index by index.
  private record Snapshot(List<Backend> backends, List<Candidate> candidates) {}

  /// @param rise probes passed in a row that make an unfit backend fit
  /// @param fall probes failed in a row that make a fit one unfit
  public BackendPool(String service, BalancingPolicy policy, int rise, int fall) {
    this.service = service;
    this.policy = policy;
    this.rise = rise;
    this.fall = fall;
  }

  public String service() {
    return service;
  }

  /// The backends are these from now on. One that stays keeps its object, its health and its
  /// connections.
  public synchronized void replace(List<Backend.Address> addresses) {
    Map<Backend, HealthTracker> kept = new LinkedHashMap<>();
    for (Backend.Address address : addresses) {
      Optional<Backend> known =
          trackers.keySet().stream().filter(backend -> backend.isAt(address)).findFirst();
      Backend backend = known.orElseGet(() -> new Backend(address));
      HealthTracker tracker = trackers.get(backend);
      kept.put(backend, tracker == null ? new RiseFall(rise, fall, true) : tracker);
    }
    trackers.clear();
    trackers.putAll(kept);
    publish();
  }

  /// Takes in the result of a probe, or of a connection attempt.
  ///
  /// @return whether this changed what the backend counts as
  public synchronized boolean report(Backend backend, boolean passed) {
    HealthTracker tracker = trackers.get(backend);
    if (tracker == null) {
      return false;
    }
    boolean before = tracker.healthy();
    if (tracker.record(passed) == before) {
      return false;
    }
    publish();
    return true;
  }

  private void publish() {
    List<Candidate> candidates = new ArrayList<>(trackers.size());
    trackers.forEach((backend, tracker) ->
        candidates.add(
            new Candidate(backend.name(), tracker.healthy(), backend.candidate().weight())));
    snapshot = new Snapshot(List.copyOf(trackers.keySet()), List.copyOf(candidates));
  }

  /// The backend of a request; empty when none is healthy.
  ///
  /// @param client who asks, see [#clientOf(InetAddress)]
  public Optional<Backend> choose(long client) {
    Snapshot now = snapshot;
    return at(now, policy.choose(now.candidates(), client));
  }

  /// The hash by which a client is known to policies: of its IP address, without the port.
  public static long clientOf(InetAddress address) {
    return Hash64.of(address.getAddress());
  }

  /// The backend of a request that `failed` could not answer: another one when there is another
  /// healthy one, else the same once more.
  public Optional<Backend> chooseOtherThan(Backend failed, long client) {
    Snapshot now = snapshot;
    List<Candidate> others = new ArrayList<>(now.candidates());
    int index = now.backends().indexOf(failed);
    if (index >= 0) {
      others.set(index, new Candidate(failed.name(), false, failed.candidate().weight()));
    }
    Optional<Backend> other = at(now, policy.choose(List.copyOf(others), client));
    return other.isPresent() ? other : choose(client);
  }

  private static Optional<Backend> at(Snapshot snapshot, OptionalInt index) {
    return index.isPresent()
        ? Optional.of(snapshot.backends().get(index.getAsInt()))
        : Optional.empty();
  }

  /// A request to this backend begins; [#ended(Backend)] must follow.
  public void started(Backend backend) {
    policy.onStart(backend.candidate());
  }

  public void ended(Backend backend) {
    policy.onEnd(backend.candidate());
  }

  /// It has begun to answer, after so long.
  public void answered(Backend backend, long nanos) {
    policy.onAnswer(backend.candidate(), nanos);
  }

  /// All backends, healthy or not.
  public List<Backend> backends() {
    return snapshot.backends();
  }

  /// How many backends may be chosen now.
  public int healthyCount() {
    return (int) snapshot.candidates().stream().filter(Candidate::healthy).count();
  }

  /// Whether this backend may be chosen now.
  public boolean isHealthy(Backend backend) {
    Snapshot now = snapshot;
    int index = now.backends().indexOf(backend);
    return index >= 0 && now.candidates().get(index).healthy();
  }
}
