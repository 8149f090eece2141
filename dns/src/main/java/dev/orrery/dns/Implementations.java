package dev.orrery.dns;

import dev.orrery.dns.core.registry.FencingTokens;
import dev.orrery.dns.core.registry.LeaseTable;
import dev.orrery.dns.core.registry.OrderedLeaseTable;
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

/// The swap points' built-ins by their short names, and any other implementation by its class name.
final class Implementations {
  private static final Map<String, Class<? extends RoutingPolicy>> ROUTING =
      Map.of(
          "round-robin", RoundRobinRouting.class,
          "weighted", WeightedRouting.class,
          "fixed", FixedRouting.class);
  private static final Map<String, Class<? extends ZoneLookup>> LOOKUP =
      Map.of("closest-encloser", ClosestEncloserLookup.class);
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
