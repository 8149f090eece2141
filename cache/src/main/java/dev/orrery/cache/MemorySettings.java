package dev.orrery.cache;

import dev.orrery.cache.core.command.Server;
import dev.orrery.cache.core.keyspace.Databases;
import dev.orrery.cache.core.settings.Setting;
import dev.orrery.primitives.eviction.EvictionPolicies;
import java.util.LinkedHashMap;
import java.util.Map;

/// `maxmemory` and `maxmemory-policy`: the bound and the eviction policy, changed while the cache
/// runs. Redis's names stand for the policies that do what they say; all the others built in, and
/// the one the configuration chose, are there under their own names.
final class MemorySettings {
  private static final String NO_EVICTION = "noeviction";

  /// Redis's name → ours.
  private static final Map<String, String> POLICIES =
      new LinkedHashMap<>(
          Map.of("allkeys-lru", "lru", "allkeys-lfu", "lfu-aging", "allkeys-random", "random"));

  private MemorySettings() {}

  static void register(Server server, CacheConfig config) {
    Map<String, String> policies = new LinkedHashMap<>(POLICIES);
    String chosen =
        policies.entrySet().stream()
            .filter(policy -> policy.getValue().equals(config.eviction()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(config.eviction());
    policies.putIfAbsent(chosen, config.eviction());
    EvictionPolicies.byName().keySet().forEach(name -> policies.putIfAbsent(name, name));
    Setting.Whole maxmemory = server.settings().maxmemory;
    maxmemory.set(Long.toString(config.capacity().bytes()));
    Setting.Text policy = server.settings().oneOf("maxmemory-policy", chosen, allowed(policies));
    Runnable apply =
        () -> apply(server.databases(), maxmemory.value(), policies.get(policy.text()));
    maxmemory.onChange(_ -> apply.run());
    policy.onChange(_ -> apply.run());
  }

  private static String[] allowed(Map<String, String> policies) {
    String[] names = new String[policies.size() + 1];
    names[0] = NO_EVICTION;
    int at = 1;
    for (String name : policies.keySet()) {
      names[at++] = name;
    }
    return names;
  }

  /// @param eviction ours; null for none
  private static void apply(
      Databases databases, long bytes, @org.jspecify.annotations.Nullable String eviction) {
    databases.setEviction(
        bytes == 0 || eviction == null ? null : Algorithms.eviction(eviction, bytes));
  }
}
