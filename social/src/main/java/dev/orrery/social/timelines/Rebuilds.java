package dev.orrery.social.timelines;

import dev.orrery.primitives.singleflight.SingleFlight;
import dev.orrery.social.timelines.merge.Source;
import java.util.concurrent.Callable;

/// Rebuilds of home lists, those of one user at a time coalesced, and yet none older than its
/// reader.
///
/// ```
///   rebuild 1    begin ── reads the follows ─────────────────────── end: the list was deleted
///   follow                                    commit, delete list
///   reader 2                                                   joins rebuild 1 … too old: again
/// ```
///
/// Whoever joins a rebuild may have done something after it began. If the list it filled stands at
/// its end, nothing was changed meanwhile, and all who waited may have it. If not, or if nobody can
/// say because the cache is away, those who joined rebuild once more, together: that rebuild begins
/// after they came. Thread-safe.
final class Rebuilds {
  private final SingleFlight<Long, Rebuilt> underWay = new SingleFlight<>();

  /// @param stands whether the list was filled and no change of follows came between
  record Rebuilt(Source source, boolean stands) {}

  /// A list that holds whatever its owner had done before this was called.
  Source load(long user, Callable<Rebuilt> rebuild) throws Exception {
    boolean[] led = new boolean[1];
    Rebuilt first =
        underWay.load(
            user,
            () -> {
              led[0] = true;
              return rebuild.call();
            });
    return led[0] || first.stands() ? first.source() : underWay.load(user, rebuild).source();
  }
}
