package dev.orrery.dns;

import dev.orrery.dns.core.hierarchy.ClosedHierarchy;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.query.QueryProcessor;
import dev.orrery.dns.core.query.QueryProcessor.Response;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import dev.orrery.dns.core.query.RecursiveProcessor;
import dev.orrery.dns.core.query.RecursiveProcessor.Resolving;
import dev.orrery.dns.core.resolver.Resolver;
import dev.orrery.dns.core.resolver.ResolverLimits;
import dev.orrery.dns.core.routing.FixedRouting;
import dev.orrery.dns.core.zone.ClosestEncloserLookup;
import dev.orrery.dns.core.zone.MasterFile;
import dev.orrery.dns.core.zone.Zone;
import dev.orrery.dns.edge.resolver.AddressMap;
import dev.orrery.dns.edge.resolver.ResolverDriver;
import dev.orrery.primitives.ports.Time;
import dev.orrery.runtime.lifecycle.Faults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/// The resolver's half of the server: the port `resolver`, and the closed hierarchy it walks unless
/// the configuration gives it other hints.
final class RecursiveServer implements AutoCloseable {
  /// How to close what is open, the latest first.
  private final Deque<Runnable> closes;

  private final ResolverDriver driver;
  private final int port;

  private RecursiveServer(Deque<Runnable> closes, ResolverDriver driver, int port) {
    this.closes = closes;
    this.driver = driver;
    this.port = port;
  }

  /// What it is to know of the authoritative half.
  ///
  /// @param delegation NS of our zone and the addresses of its servers
  /// @param place where these addresses really listen
  record Ours(Name origin, List<ResourceRecord> delegation, InetSocketAddress place) {}

  /// Who is told what.
  ///
  /// @param answers of each answer to a client
  /// @param packetsOut what each answered question cost
  record Observers(BiConsumer<Response, Transport> answers, LongConsumer packetsOut) {}

  /// Starts.
  ///
  /// @throws IOException when the port is taken; nothing is left bound then
  static RecursiveServer start(
      DnsConfig config,
      DnsListener.Setting setting,
      Time time,
      int wantedPort,
      Ours ours,
      Observers observers)
      throws IOException {
    Deque<Runnable> closes = new ArrayDeque<>();
    try {
      Map<String, InetSocketAddress> places =
          new HashMap<>(AddressMap.parse(config.resolverAddresses()));
      List<ResourceRecord> hints =
          config.resolverHints().isEmpty()
              ? startHierarchy(setting, ours, places, closes)
              : MasterFile.read(
                  String.join("\n", config.resolverHints()), "dns.resolver-hints", Name.ROOT);
      Resolver resolver =
          new Resolver(
              limits(config),
              hints,
              Implementations.dnsCache(config.cache(), config.cacheEntries()),
              Implementations.workBudgets(config.workBudget()),
              new SecureRandom());
      ResolverDriver driver =
          new ResolverDriver(
              resolver, setting.loops(), new AddressMap(places), time, observers.packetsOut());
      closes.push(driver::close);
      DnsListener listener =
          DnsListener.bind(
              setting, wantedPort, new RecursiveProcessor(driver), observers.answers());
      closes.push(listener::close);
      return new RecursiveServer(closes, driver, listener.port());
    } catch (IOException | RuntimeException failure) {
      closes.forEach(Runnable::run);
      throw failure;
    }
  }

  private static ResolverLimits limits(DnsConfig config) {
    ResolverLimits defaults = ResolverLimits.DEFAULTS;
    return new ResolverLimits(
        config.maximumQuestions(),
        config.packetsPerQuestion(),
        config.questionTimeout(),
        config.firstTry(),
        defaults.maximumTtl(),
        defaults.negativeTtl(),
        defaults.failureTtl());
  }

  /// Starts the root and every zone above ours, each at a free port; returns the hints.
  private static List<ResourceRecord> startHierarchy(
      DnsListener.Setting setting,
      Ours ours,
      Map<String, InetSocketAddress> places,
      Deque<Runnable> closes)
      throws IOException {
    for (ResourceRecord record : ours.delegation()) {
      if (record.data() instanceof Rdata.A || record.data() instanceof Rdata.Aaaa) {
        places.putIfAbsent(record.data().toString(), ours.place());
      }
    }
    ClosedHierarchy hierarchy = new ClosedHierarchy(ours.origin(), ours.delegation());
    // Faults injected into this instance are not those of the world above it.
    DnsListener.Setting elsewhere =
        new DnsListener.Setting(setting.loops(), setting.host(), setting.limits(), new Faults());
    for (ClosedHierarchy.Authority authority : hierarchy.authorities()) {
      Zone zone = authority.zone();
      DnsListener served =
          DnsListener.bind(
              elsewhere,
              0,
              new QueryProcessor(
                  () -> zone,
                  new ClosestEncloserLookup(),
                  new FixedRouting(),
                  RandomGenerator.getDefault()),
              (_, _) -> {});
      closes.push(served::close);
      places.putIfAbsent(
          authority.address().toString(), new InetSocketAddress(setting.host(), served.port()));
    }
    return hierarchy.hints();
  }

  int port() {
    return port;
  }

  Resolving resolving() {
    return driver;
  }

  @Override
  public void close() {
    while (!closes.isEmpty()) {
      closes.pop().run();
    }
  }
}
