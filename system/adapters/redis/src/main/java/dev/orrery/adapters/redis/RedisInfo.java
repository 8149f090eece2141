package dev.orrery.adapters.redis;

import java.util.HashMap;
import java.util.Map;

/// What Redis's `INFO` tells: a line `name:value` each, sections headed `# …`.
record RedisInfo(Map<String, String> values) {
  static RedisInfo parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.charAt(0) != '#') {
        values.put(line.substring(0, colon), line.substring(colon + 1));
      }
    }
    return new RedisInfo(Map.copyOf(values));
  }

  /// Empty when it is not told.
  String text(String name) {
    return values.getOrDefault(name, "");
  }

  /// 0 when it is not told or not a number.
  long number(String name) {
    String value = text(name);
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
  }
}
