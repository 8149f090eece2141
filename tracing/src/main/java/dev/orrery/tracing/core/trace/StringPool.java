package dev.orrery.tracing.core.trace;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Shares equal strings: the names of services, operations and attribute keys repeat in every span,
/// and one copy of each is enough. Bounded: once [#MAXIMUM_STRINGS] are in, or for a string longer
/// than [#MAXIMUM_LENGTH], nothing is shared any more, and then each record pays for its own copy
/// (see [#weightBytes]). Nothing is ever taken out, so that a string once free of charge stays so.
///
/// Thread-safe.
public final class StringPool {
  public static final int MAXIMUM_STRINGS = 8_192;
  public static final int MAXIMUM_LENGTH = 128;

  /// A `String` object, the header of its array, and rounding up to eight bytes.
  private static final int STRING_BYTES = 24 + 16 + 7;

  private final ConcurrentHashMap<String, String> strings = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /// The shared copy, made the shared one now when there is room.
  public String intern(String text) {
    String shared = strings.get(text);
    if (shared != null) {
      return shared;
    }
    if (text.length() > MAXIMUM_LENGTH || size.get() >= MAXIMUM_STRINGS) {
      return text;
    }
    String raced = strings.putIfAbsent(text, text);
    if (raced != null) {
      return raced;
    }
    size.incrementAndGet();
    return text;
  }

  /// The shared copy if there is one, else the text as it is.
  public String known(String text) {
    return strings.getOrDefault(text, text);
  }

  /// Heap bytes a record pays for holding this string: none when the pool holds it.
  @SuppressWarnings("ReferenceEquality") // exactly this copy is shared, another one is not
  public int weightBytes(String text) {
    return text.isEmpty() || strings.get(text) == text ? 0 : heapBytes(text);
  }

  private static int heapBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        return STRING_BYTES + 2 * text.length();
      }
    }
    return STRING_BYTES + text.length();
  }

  public int size() {
    return size.get();
  }
}
