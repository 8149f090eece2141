package dev.orrery.tracing.core.metrics;

import java.util.LinkedHashMap;
import java.util.Map;

/// Which users were seen when. Exact up to [#MAXIMUM_USERS]; beyond, the user not seen for longest
/// is forgotten, so that the answer for a long window is a lower bound.
///
/// Not thread-safe.
final class ActiveUsers {
  static final int MAXIMUM_USERS = 100_000;

  /// By the last time seen, oldest first (access order).
  private final LinkedHashMap<String, Long> lastSeen = new LinkedHashMap<>(16, 0.75f, true);

  void seen(String user, long now) {
    lastSeen.put(user, now);
    if (lastSeen.size() > MAXIMUM_USERS) {
      Map.Entry<String, Long> eldest = lastSeen.firstEntry();
      lastSeen.remove(eldest.getKey());
    }
  }

  /// @return how many different users were seen at or after `now - windowNanos`
  long count(long now, long windowNanos) {
    return lastSeen.values().stream().filter(seen -> now - seen <= windowNanos).count();
  }
}
