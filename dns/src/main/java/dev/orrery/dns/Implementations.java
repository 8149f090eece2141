package dev.orrery.dns;

import dev.orrery.dns.core.registry.FencingTokens;
import dev.orrery.dns.core.registry.LeaseTable;
import dev.orrery.dns.core.registry.OrderedLeaseTable;
import dev.orrery.dns.core.resolver.DnsCache;
import dev.orrery.dns.core.resolver.SharedBudget;
import dev.orrery.dns.core.resolver.TtlCache;
import dev.orrery.dns.core.resolver.WorkBudget;
import dev.orrery.dns.core.routing.FixedRouting;
import dev.orrery.dns.core.routing.RoundRobinRouting;
import dev.orrery.dns.core.routing.RoutingPolicy;
import dev.orrery.dns.core.routing.WeightedRouting;
import dev.orrery.dns.core.zone.ClosestEncloserLookup;
import dev.orrery.dns.core.zone.ZoneLookup;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/// The swap points' built-ins by their short names, and any other implementation by its class name.
final class Implementations {
  private static final Map<String, Class<? extends RoutingPolicy>> ROUTING =
      Map.of(
          "round-robin", RoundRobinRouting.class,
          "weighted", WeightedRouting.class,
          "fixed", FixedRouting.class);
  private static final Map<String, Class<? extends ZoneLookup>> LOOKUP =
      Map.of("closest-encloser", ClosestEncloserLookup.class);
  private static final Map<String, Class<? extends DnsCache>> CACHES =
      Map.of("ttl", TtlCache.class);
  private static final Map<String, Class<? extends LeaseTable>> LEASES =
      Map.of("ordered", OrderedLeaseTable.class);

  private Implementations() {}

  static RoutingPolicy routingPolicy(String name) {
    return make("dns.routing-policy", name, RoutingPolicy.class, ROUTING, new Class<?>[0]);
  }

  static ZoneLookup zoneLookup(String name) {
    return make("dns.zone-lookup", name, ZoneLookup.class, LOOKUP, new Class<?>[0]);
  }

  static LeaseTable leaseTable(String name, FencingTokens tokens, long revision, long nowNanos) {
    Class<?>[] parameters = {FencingTokens.class, long.class, long.class};
    return make(
        "dns.lease-table", name, LeaseTable.class, LEASES, parameters, tokens, revision, nowNanos);
  }

  static DnsCache dnsCache(String name, int entries) {
    return make("dns.cache", name, DnsCache.class, CACHES, new Class<?>[] {int.class}, entries);
  }

  /// Makes the budget of each question from its number of packets. The first is made at once, so
  /// that a name that cannot be used is refused at the start.
  static IntFunction<WorkBudget> workBudgets(String name) {
    if (name.equals("shared")) {
      return SharedBudget::new;
    }
    IntFunction<WorkBudget> budgets =
        packets ->
            make(
                "dns.work-budget",
                name,
                WorkBudget.class,
                Map.of("shared", SharedBudget.class),
                new Class<?>[] {int.class},
                packets);
    return budgets.apply(1).spent() == 0 ? budgets : refuseBudget(name);
  }

  private static IntFunction<WorkBudget> refuseBudget(String name) {
    throw new IllegalArgumentException(
        "dns.work-budget = \"" + name + "\" has spent something before it was asked to");
  }

  private static <T> T make(
      String key,
      String name,
      Class<T> type,
      Map<String, Class<? extends T>> builtIns,
      Class<?>[] parameters,
      Object... arguments) {
    try {
      Class<? extends T> chosen = builtIns.get(name);
      Class<? extends T> implementation =
          chosen != null
              ? chosen
              : Class.forName(name, true, Thread.currentThread().getContextClassLoader())
                  .asSubclass(type);
      Constructor<? extends T> constructor = implementation.getConstructor(parameters);
      return constructor.newInstance(arguments);
    } catch (ClassNotFoundException unknown) {
      throw refuse(
          key,
          name,
          "is neither one of "
              + new TreeMap<>(builtIns).keySet()
              + " nor a class on the class path",
          unknown);
    } catch (ClassCastException wrong) {
      throw refuse(key, name, "is no " + type.getName(), wrong);
    } catch (InvocationTargetException failed) {
      throw refuse(key, name, "failed to start: " + failed.getCause(), failed);
    } catch (ReflectiveOperationException unusable) {
      throw refuse(key, name, "lacks the public constructor wanted", unusable);
    }
  }

  private static IllegalArgumentException refuse(
      String key, String name, String why, Exception cause) {
    return new IllegalArgumentException(key + " = \"" + name + "\" " + why, cause);
  }
}
