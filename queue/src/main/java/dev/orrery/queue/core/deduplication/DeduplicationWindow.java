package dev.orrery.queue.core.deduplication;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/// The deduplication ids of a queue in the order in which they end. All have the same length of
/// life, so the oldest is always the first to go. Not thread-safe; time is handed in.
public final class DeduplicationWindow {
  /// @param messageId the message that was sent under it
  /// @param expiresMillis when it is forgotten, milliseconds since 1970
  private record Known(long messageId, long expiresMillis) {}

  private final int capacity;
  private final Map<String, Known> ids = new LinkedHashMap<>();

  /// @param capacity ids remembered at most; one more forgets the oldest before its time
  public DeduplicationWindow(int capacity) {
    this.capacity = capacity;
  }

  /// The message that was sent under `id`; empty when there was none within the window.
  public OptionalLong find(String id, long nowMillis) {
    expire(nowMillis);
    Known known = ids.get(id);
    return known == null ? OptionalLong.empty() : OptionalLong.of(known.messageId);
  }

  public void remember(String id, long messageId, long expiresMillis) {
    ids.remove(id);
    ids.put(id, new Known(messageId, expiresMillis));
    if (ids.size() > capacity) {
      Iterator<String> oldest = ids.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private void expire(long nowMillis) {
    Iterator<Known> oldest = ids.values().iterator();
    while (oldest.hasNext() && oldest.next().expiresMillis <= nowMillis) {
      oldest.remove();
    }
  }

  public int size() {
    return ids.size();
  }
}
