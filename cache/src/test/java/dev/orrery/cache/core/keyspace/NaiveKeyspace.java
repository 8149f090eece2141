package dev.orrery.cache.core.keyspace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// What the keyspace means, in obviously correct code: maps that are sorted anew for every reading.
/// Refusals are answers too, as text.
final class NaiveKeyspace {
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, Long> deadlines = new HashMap<>();
  private final LongSupplier now;

  NaiveKeyspace(LongSupplier now) {
    this.now = now;
  }

  private void forgetWhatIsOver(String key) {
    if (deadlines.getOrDefault(key, Long.MAX_VALUE) <= now.getAsLong()) {
      remove(key);
    }
  }

  private void remove(String key) {
    values.remove(key);
    deadlines.remove(key);
  }

  private void live(String key, long ttlMillis) {
    deadlines.remove(key);
    if (ttlMillis != 0) {
      deadlines.put(key, now.getAsLong() + ttlMillis * 1_000_000);
    }
  }

  String get(String key) {
    forgetWhatIsOver(key);
    return values.get(key) instanceof String text ? text : "missing";
  }

  boolean set(String key, String value, long ttlMillis, Keyspace.Condition condition) {
    forgetWhatIsOver(key);
    boolean there = values.containsKey(key);
    if ((condition == Keyspace.Condition.IF_ABSENT && there)
        || (condition == Keyspace.Condition.IF_PRESENT && !there)) {
      return false;
    }
    values.put(key, value);
    live(key, ttlMillis);
    return true;
  }

  int delete(String key) {
    forgetWhatIsOver(key);
    int deleted = values.containsKey(key) ? 1 : 0;
    remove(key);
    return deleted;
  }

  String increment(String key, long by) {
    forgetWhatIsOver(key);
    Object held = values.getOrDefault(key, "0");
    if (!(held instanceof String text)) {
      return "WrongType";
    }
    if (!text.matches("0|-?[1-9][0-9]*")) {
      return "NotAnInteger";
    }
    values.put(key, Long.toString(Long.parseLong(text) + by));
    return get(key);
  }

  boolean expire(String key, long ttlMillis) {
    forgetWhatIsOver(key);
    if (!values.containsKey(key)) {
      return false;
    }
    live(key, ttlMillis);
    return true;
  }

  String change(
      String key, Map<String, Double> add, List<String> remove, int keep, long ttl, String needed) {
    forgetWhatIsOver(key);
    Object held = values.get(key);
    if (held instanceof String) {
      return "WrongType";
    }
    Map<String, Double> list = held == null ? new TreeMap<>() : scores(held);
    if (!needed.isEmpty() && !list.containsKey(needed)) {
      return "not applied";
    }
    list.keySet().removeAll(remove);
    int before = list.size();
    list.putAll(add);
    int added = list.size() - before;
    while (keep != 0 && list.size() > keep) {
      list.remove(ordered(list).getFirst().getKey());
    }
    values.put(key, list);
    if (ttl != 0) {
      live(key, ttl);
    }
    if (list.isEmpty()) {
      remove(key);
    }
    return added + " added, " + list.size() + " long";
  }

  String range(String key, int offset, int limit, boolean descending, double low, double high) {
    forgetWhatIsOver(key);
    Object held = values.get(key);
    if (held == null) {
      return "missing";
    }
    if (held instanceof String) {
      return "WrongType";
    }
    List<Map.Entry<String, Double>> all = ordered(scores(held));
    List<Map.Entry<String, Double>> wanted = new ArrayList<>(all);
    wanted.removeIf(member -> member.getValue() < low || member.getValue() > high);
    return (descending ? wanted.reversed() : wanted).stream().skip(offset).limit(limit).toList()
        + " of "
        + all.size();
  }

  int keys() {
    List.copyOf(values.keySet()).forEach(this::forgetWhatIsOver);
    return values.size();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Double> scores(Object held) {
    return (Map<String, Double>) held;
  }

  private static List<Map.Entry<String, Double>> ordered(Map<String, Double> list) {
    Comparator<Map.Entry<String, Double>> byScore = Map.Entry.comparingByValue();
    return list.entrySet().stream()
        .sorted(byScore.thenComparing(Map.Entry.comparingByKey()))
        .toList();
  }
}
