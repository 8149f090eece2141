package dev.orrery.dns.lab;

import dev.orrery.dns.core.resolver.DnsCache;
import dev.orrery.dns.core.resolver.TtlCache;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/// Swap point `dns.cache`.
public final class DnsCacheSwap implements SwapPoint<IntFunction<DnsCache>> {
  @Override
  public String name() {
    return "dns.cache";
  }

  @Override
  public String summary() {
    return "what a resolver remembers, and for how long";
  }

  @Override
  public Class<?> type() {
    return DnsCache.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (int maximumEntries)";
  }

  @Override
  public IntFunction<DnsCache> instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Constructor<? extends DnsCache> constructor =
        implementation.asSubclass(DnsCache.class).getConstructor(int.class);
    return entries -> Constructed.by(constructor, entries);
  }

  @Override
  public Contract<IntFunction<DnsCache>> contract() {
    return DnsCacheContract.any();
  }

  @Override
  public Map<String, Contract<IntFunction<DnsCache>>> named() {
    return Map.of();
  }

  @Override
  public Map<String, IntFunction<DnsCache>> builtIns() {
    return Map.of("ttl", TtlCache::new);
  }

  @Override
  public List<WrongTwin<IntFunction<DnsCache>>> wrongTwins() {
    return WrongCaches.all();
  }
}
