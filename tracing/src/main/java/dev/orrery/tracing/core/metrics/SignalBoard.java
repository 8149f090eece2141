package dev.orrery.tracing.core.metrics;

import dev.orrery.tracing.core.trace.Origin;
import dev.orrery.tracing.core.trace.SpanKind;
import dev.orrery.tracing.core.trace.SpanRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// The four golden signals of each service and the model's own gauges, over a window that slides.
///
/// **Spans are sampled, metrics are not.** With one trace in ten kept, counting server spans would
/// show a tenth of the traffic, and the latency of those that happened to be chosen. So a service
/// that reports the histogram [#SERVER_DURATION] is judged by that alone; only one that does not (a
/// foreign program under an OpenTelemetry agent, say) is judged by its SERVER spans.
///
/// Times are those of arrival here, by one monotonic clock: the senders' clocks may disagree.
///
/// Thread-safe: everything is guarded by `lock`.
public final class SignalBoard {
  public static final String SERVER_DURATION = "orrery.server.duration";
  public static final String SATURATION = "orrery.saturation";
  public static final String CACHE_HITS = "orrery.cache.hits";
  public static final String CACHE_MISSES = "orrery.cache.misses";
  public static final String CONSUMER_LAG = "orrery.consumer.lag";
  public static final String END_USER = "enduser.id";

  /// Services told apart; what others send is counted under no name.
  public static final int MAXIMUM_SERVICES = 256;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long SLOT_NANOS = 5 * NANOS_PER_SECOND;

  /// The requests of one slot, or the sum of several.
  private static final class Tally {
    final LatencySketch latency;
    long errors;

    Tally(LatencySketch latency) {
      this.latency = latency;
    }

    void add(Tally other) {
      latency.merge(other.latency);
      errors += other.errors;
    }
  }

  private static final class LookUps {
    long hits;
    long misses;

    void add(LookUps other) {
      hits += other.hits;
      misses += other.misses;
    }
  }

  private final class ServiceTallies {
    final SlidingWindow<Tally> measured =
        new SlidingWindow<>(SLOT_NANOS, slots, SignalBoard.this::tally);
    final SlidingWindow<Tally> observed =
        new SlidingWindow<>(SLOT_NANOS, slots, SignalBoard.this::tally);
    final long since;
    boolean measures;

    ServiceTallies(long since) {
      this.since = since;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Supplier<LatencySketch> sketches;
  private final int slots;
  private final long keptNanos;
  private final Map<String, ServiceTallies> services = new LinkedHashMap<>();
  private final SlidingWindow<LookUps> lookUps;
  private final CumulativeSeries totals = new CumulativeSeries();
  private final LatestGauges gauges = new LatestGauges();
  private final ActiveUsers users = new ActiveUsers();

  /// @param keptNanos the longest window that can be asked for, at least one slot of five seconds
  /// @param sketches makes a fresh latency sketch
  public SignalBoard(long keptNanos, Supplier<LatencySketch> sketches) {
    this.keptNanos = Math.max(keptNanos, SLOT_NANOS);
    this.slots = Math.toIntExact(this.keptNanos / SLOT_NANOS + 2);
    this.sketches = sketches;
    this.lookUps = new SlidingWindow<>(SLOT_NANOS, slots, LookUps::new);
  }

  private Tally tally() {
    return new Tally(sketches.get());
  }

  /// Takes from a span what concerns the signals: a request served, a user seen.
  public void observe(SpanRecord span, long now) {
    lock.lock();
    try {
      span.attributes().get(END_USER).ifPresent(user -> users.seen(user, now));
      if (span.kind() == SpanKind.SERVER) {
        Tally tally = service(span.service(), now).observed.at(now);
        tally.latency.record(span.durationNanos(), 1);
        tally.errors += span.error() ? 1 : 0;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Adds requests from a bucket of [#SERVER_DURATION].
  ///
  /// @param nanos a duration that stands for the bucket
  /// @param times how many requests fell into it since the last report
  public void served(Origin origin, long nanos, long times, boolean error, long now) {
    if (times <= 0) {
      return;
    }
    lock.lock();
    try {
      ServiceTallies service = service(origin.service(), now);
      service.measures = true;
      Tally tally = service.measured.at(now);
      tally.latency.record(nanos, times);
      tally.errors += error ? times : 0;
    } finally {
      lock.unlock();
    }
  }

  /// Adds a report of a counter: [#CACHE_HITS] or [#CACHE_MISSES], others are of no concern here.
  ///
  /// @param startNanos when the sender began to count, for a running total
  /// @param cumulative whether `value` is a running total or what was added since the last report
  public void counted(SeriesKey series, boolean cumulative, long startNanos, long value, long now) {
    lock.lock();
    try {
      OptionalLong added =
          cumulative ? totals.added(series, startNanos, value) : OptionalLong.of(value);
      LookUps slot = lookUps.at(now);
      if (series.metric().equals(CACHE_HITS)) {
        slot.hits += added.orElse(0);
      } else if (series.metric().equals(CACHE_MISSES)) {
        slot.misses += added.orElse(0);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes a reading of [#SATURATION] or [#CONSUMER_LAG]; others are of no concern here.
  public void gauged(SeriesKey series, double value, long now) {
    lock.lock();
    try {
      gauges.set(series, value, now);
      if (series.metric().equals(SATURATION)) {
        service(series.origin().service(), now);
      }
    } finally {
      lock.unlock();
    }
  }

  private ServiceTallies service(String name, long now) {
    String told = services.size() < MAXIMUM_SERVICES || services.containsKey(name) ? name : "";
    return services.computeIfAbsent(told, fresh -> new ServiceTallies(now));
  }

  /// @param windowNanos how far back to look; cut to what is kept
  public Signals read(long windowNanos, long now) {
    long window = Math.clamp(windowNanos, SLOT_NANOS, keptNanos);
    lock.lock();
    try {
      Map<String, Double> saturation = new TreeMap<>();
      Map<String, Long> lag = new TreeMap<>();
      gauges.forEach(
          now,
          window,
          (series, value) -> {
            if (series.metric().equals(SATURATION)) {
              saturation.merge(series.origin().service(), value, Math::max);
            } else if (series.metric().equals(CONSUMER_LAG)) {
              String group = series.attributes().getOrDefault("group", "");
              lag.merge(group, Math.round(value), Long::sum);
            }
          });
      List<Signals.ServiceSignals> all = new ArrayList<>();
      new TreeMap<>(services)
          .forEach((name, service) ->
              all.add(signals(name, service, saturation.getOrDefault(name, 0.0), window, now)));
      return new Signals(all, hitRate(window, now), lag, users.count(now, window));
    } finally {
      lock.unlock();
    }
  }

  private Signals.ServiceSignals signals(
      String name, ServiceTallies service, double saturation, long window, long now) {
    SlidingWindow<Tally> source = service.measures ? service.measured : service.observed;
    Tally sum = source.sum(now, window, tally(), Tally::add);
    long requests = sum.latency.count();
    double seconds =
        Math.clamp(now - service.since, NANOS_PER_SECOND, window) / (double) NANOS_PER_SECOND;
    return new Signals.ServiceSignals(
        name,
        sum.latency.quantile(0.50),
        sum.latency.quantile(0.95),
        sum.latency.quantile(0.99),
        requests / seconds,
        requests == 0 ? 0 : (double) sum.errors / requests,
        saturation);
  }

  private OptionalDouble hitRate(long window, long now) {
    LookUps sum = lookUps.sum(now, window, new LookUps(), LookUps::add);
    long all = sum.hits + sum.misses;
    return all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sum.hits / all);
  }
}
