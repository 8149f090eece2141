package dev.orrery.loadbalancer.core.balancing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/// The healthy backend with the smallest product of response time and requests in flight: the one
/// where the next request is likely to be done first.
///
/// The response time is an exponentially weighted moving average: each answer moves it a quarter of
/// the way to itself. A backend that is slow gets nothing, and so would never be seen to have
/// recovered; therefore an average that is not fed shrinks a little with each choice that goes
/// elsewhere, until the backend is tried again. One that has not answered yet is tried at once.
///
/// Errors are quick. A backend that fails fast must not look like a fast one: only answers are
/// measured, and health checks take it out.
///
/// Averages, counts and the turn are guarded by this.
public final class LeastResponseTime implements BalancingPolicy {
  /// The weight of one answer in the average.
  private static final double GAIN = 0.25;

  /// What an average keeps at each choice of another backend: half of it after 177 of them.
  private static final double FADING = 1 - 1 / 256.0;

  private static final class Measure {
    double nanos;
    int inFlight;
  }

  private final Map<String, Measure> measures = new HashMap<>();
  private int turn;

  @Override
  public synchronized OptionalInt choose(List<Candidate> candidates) {
    int size = candidates.size();
    int chosen = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int step = 0; step < size; step++) {
      int index = Integer.remainderUnsigned(turn + step, size);
      Candidate candidate = candidates.get(index);
      if (candidate.healthy()) {
        Measure measure = measures.get(candidate.name());
        // A nanosecond for each in flight orders those that have not answered yet.
        double cost = measure == null ? 0 : (measure.nanos + 1) * (measure.inFlight + 1) - 1;
        if (cost < least) {
          least = cost;
          chosen = index;
        }
      }
    }
    if (chosen < 0) {
      return OptionalInt.empty();
    }
    turn = chosen + 1;
    fade(candidates, chosen);
    return OptionalInt.of(chosen);
  }

  private void fade(List<Candidate> candidates, int chosen) {
    for (int i = 0; i < candidates.size(); i++) {
      Measure measure = measures.get(candidates.get(i).name());
      if (i != chosen && measure != null) {
        measure.nanos *= FADING;
      }
    }
    if (measures.size() > 2 * candidates.size()) {
      Set<String> here =
          candidates.stream().map(Candidate::name).collect(Collectors.toUnmodifiableSet());
      measures
          .entrySet()
          .removeIf(entry -> entry.getValue().inFlight == 0 && !here.contains(entry.getKey()));
    }
  }

  @Override
  public synchronized void onStart(Candidate candidate) {
    measures.computeIfAbsent(candidate.name(), _ -> new Measure()).inFlight++;
  }

  @Override
  public synchronized void onEnd(Candidate candidate) {
    Measure measure = measures.get(candidate.name());
    if (measure != null) {
      measure.inFlight--;
    }
  }

  @Override
  public synchronized void onAnswer(Candidate candidate, long nanos) {
    Measure measure = measures.computeIfAbsent(candidate.name(), _ -> new Measure());
    measure.nanos = measure.nanos == 0 ? nanos : measure.nanos + GAIN * (nanos - measure.nanos);
  }
}
