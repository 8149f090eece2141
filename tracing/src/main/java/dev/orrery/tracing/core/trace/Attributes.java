package dev.orrery.tracing.core.trace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A few keys and values in one array (key, value, key, value …): a hash map of five entries costs
/// six times the references, and spans are kept by the hundred thousand. Immutable.
public final class Attributes {
  public static final Attributes NONE = new Attributes(new String[0]);

  private final String[] pairs;

  private Attributes(String[] pairs) {
    this.pairs = pairs;
  }

  /// Keys come from the pool when it has room for them, values only when it knows them already:
  /// values are of many kinds (user ids, statements) and would crowd the names out.
  public static Attributes of(Map<String, String> map, StringPool pool) {
    if (map.isEmpty()) {
      return NONE;
    }
    String[] pairs = new String[map.size() * 2];
    int next = 0;
    for (Map.Entry<String, String> entry : map.entrySet()) {
      pairs[next++] = pool.intern(entry.getKey());
      pairs[next++] = pool.known(entry.getValue());
    }
    return new Attributes(pairs);
  }

  public Optional<String> get(String key) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(key)) {
        return Optional.of(pairs[i + 1]);
      }
    }
    return Optional.empty();
  }

  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /// Heap bytes that these alone occupy; what the pool shares is the pool's.
  public long weightBytes(StringPool pool) {
    if (pairs.length == 0) {
      return 0;
    }
    long bytes = ARRAY_BYTES + (long) REFERENCE_BYTES * pairs.length;
    for (String text : pairs) {
      bytes += pool.weightBytes(text);
    }
    return bytes;
  }

  /// This object and the header of its array.
  private static final int ARRAY_BYTES = 32;

  private static final int REFERENCE_BYTES = 4;

  @Override
  public String toString() {
    return toMap().toString();
  }
}
