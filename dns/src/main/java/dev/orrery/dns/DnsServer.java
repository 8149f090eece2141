package dev.orrery.dns;

import dev.orrery.dns.core.discovery.ZonePublisher;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.dns.core.query.QueryProcessor;
import dev.orrery.dns.core.query.QueryProcessor.Response;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import dev.orrery.dns.core.registry.FencingTokens;
import dev.orrery.dns.core.registry.Instance;
import dev.orrery.dns.core.registry.LeaseChange;
import dev.orrery.dns.core.registry.LeaseTable;
import dev.orrery.dns.core.zone.MasterFile;
import dev.orrery.dns.core.zone.Zone;
import dev.orrery.dns.edge.grpc.RegistryDriver;
import dev.orrery.dns.edge.grpc.RegistryService;
import dev.orrery.dns.edge.grpc.ResolverService;
import dev.orrery.dns.edge.tcp.StreamEdge;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import dev.orrery.runtime.lifecycle.Endpoint;
import dev.orrery.runtime.lifecycle.Health;
import dev.orrery.runtime.rpc.RpcServer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One DNS server with its registry and its resolver: ports `dns` and `resolver` (UDP and TCP, the
/// same number) and `grpc`.
public final class DnsServer implements Component {
  /// The service name under which this server stands in its own zone.
  public static final String SERVICE = "dns";

  private static final String ANY_ADDRESS = "0.0.0.0";
  private static final String LOOPBACK = "127.0.0.1";

  private final DnsConfig config;
  private final ComponentContext context;
  private final AtomicReference<Zone> zone = new AtomicReference<>();

  /// How to undo what was started, the latest first. Guarded by this.
  private final Deque<Runnable> stops = new ArrayDeque<>();

  private volatile List<Endpoint> endpoints = List.of();
  private @Nullable RpcServer rpc;
  private @Nullable RegistryService registry;

  public DnsServer(DnsConfig config, ComponentContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public synchronized void start() throws Exception {
    try {
      open();
    } catch (Exception failure) {
      stop();
      throw failure;
    }
  }

  private void open() throws IOException {
    ZonePublisher publisher = publisher();
    long firstRevision =
        Math.max(
            publisher.fixedSerial(), TimeUnit.MILLISECONDS.toSeconds(context.time().wallMillis()));
    zone.set(publisher.publish(List.of(), firstRevision));

    FencingTokens tokens = FencingTokens.open(context.data().disk());
    LeaseTable table =
        Implementations.leaseTable(
            config.leaseTable(), tokens, firstRevision, context.time().monotonicNanos());
    AtomicReference<@Nullable RegistryService> watched = new AtomicReference<>();
    RegistryDriver driver =
        new RegistryDriver(
            table,
            context.time(),
            snapshot -> {
              zone.set(publisher.publish(snapshot.instances(), snapshot.revision()));
              RegistryService service = watched.get();
              if (service != null) {
                service.publish(snapshot);
              }
              snapshot.changes().forEach(this::log);
            });
    stops.push(driver::close);
    RegistryService service = new RegistryService(driver, config.defaultLease().toMillis());
    watched.set(service);
    registry = service;

    DnsListener.Setting setting =
        new DnsListener.Setting(
            context.eventLoops(),
            context.host(),
            new StreamEdge.Limits(config.maximumConnections(), config.idleTimeout()),
            context.faults());
    DnsListener authoritative =
        DnsListener.bind(setting, context.port("dns"), processor(), queryCounter("dns.queries"));
    stops.push(authoritative::close);
    RecursiveServer recursive =
        RecursiveServer.start(
            config,
            setting,
            context.time(),
            context.port("resolver"),
            new RecursiveServer.Ours(
                Name.of(config.zone()),
                delegation(zone.get()),
                new InetSocketAddress(context.host(), authoritative.port())),
            new RecursiveServer.Observers(queryCounter("dns.resolver.queries"), packetCounter()));
    stops.push(recursive::close);
    RpcServer server =
        RpcServer.builder(context)
            .service(service)
            .service(new ResolverService(recursive.resolving(), context.time()))
            .start();
    rpc = server;
    endpoints =
        List.of(
            new Endpoint("grpc", context.host(), server.port()),
            new Endpoint("dns", context.host(), authoritative.port()),
            new Endpoint("resolver", context.host(), recursive.port()));
    driver.start(List.of(self(server.port(), authoritative.port(), recursive.port())));
  }

  /// What the zone above says of ours: its NS, and the addresses of those that lie within.
  private static List<ResourceRecord> delegation(Zone ours) {
    List<ResourceRecord> records = new ArrayList<>();
    ours.find(ours.origin())
        .flatMap(apex -> apex.set(RecordType.NS))
        .ifPresent(servers -> records.addAll(servers.records()));
    for (ResourceRecord server : List.copyOf(records)) {
      ours.find(((Rdata.Ns) server.data()).server())
          .ifPresent(host -> {
            host.set(RecordType.A).ifPresent(set -> records.addAll(set.records()));
            host.set(RecordType.AAAA).ifPresent(set -> records.addAll(set.records()));
          });
    }
    return records;
  }

  private LongConsumer packetCounter() {
    LongCounter counter =
        context
            .meter()
            .counterBuilder("dns.resolver.packets")
            .setDescription("Packets the resolver sent to name servers")
            .build();
    return counter::add;
  }

  private ZonePublisher publisher() throws IOException {
    Name origin = Name.of(config.zone());
    List<ResourceRecord> fixed =
        config.zoneFile().isEmpty()
            ? MasterFile.read(String.join("\n", config.records()), "dns.records", origin)
            : MasterFile.read(
                Files.readString(Path.of(config.zoneFile())), config.zoneFile(), origin);
    return new ZonePublisher(
        origin, fixed, Instance.host(publicHost()), config.ttl().toSeconds(), config.apexService());
  }

  private QueryProcessor processor() {
    return new QueryProcessor(
        this::currentZone,
        Implementations.zoneLookup(config.zoneLookup()),
        Implementations.routingPolicy(config.routingPolicy()),
        RandomGenerator.getDefault());
  }

  private Zone currentZone() {
    return zone.get();
  }

  /// Counts answers by code and transport. A query has no span: it carries no trace, and one would
  /// cost more than the answer.
  private BiConsumer<Response, Transport> queryCounter(String name) {
    LongCounter counter =
        context
            .meter()
            .counterBuilder(name)
            .setDescription("Queries answered, by response code and transport")
            .build();
    Map<Transport, Map<ResponseCode, Attributes>> attributes = new EnumMap<>(Transport.class);
    for (Transport transport : Transport.values()) {
      Map<ResponseCode, Attributes> byCode = new EnumMap<>(ResponseCode.class);
      for (ResponseCode code : ResponseCode.values()) {
        byCode.put(
            code,
            Attributes.of(
                AttributeKey.stringKey("dns.response_code"),
                code.name(),
                AttributeKey.stringKey("network.transport"),
                transport == Transport.UDP ? "udp" : "tcp"));
      }
      attributes.put(transport, byCode);
    }
    return (response, transport) ->
        counter.add(1, attributes.getOrDefault(transport, Map.of()).get(response.code()));
  }

  private Instance self(int grpcPort, int dnsPort, int resolverPort) {
    Map<String, Integer> ports = Map.of("grpc", grpcPort, "dns", dnsPort, "resolver", resolverPort);
    return new Instance(
        SERVICE, context.instance(), Instance.host(publicHost()), new TreeMap<>(ports), 1, 0);
  }

  private String publicHost() {
    return context.host().equals(ANY_ADDRESS) ? LOOPBACK : context.host();
  }

  private void log(LeaseChange change) {
    String name = change.instance().name();
    long token = change.instance().token();
    switch (change) {
      case LeaseChange.Added _ ->
          context.log().debug("instance registered", "instance", name, "token", token);
      case LeaseChange.Removed(Instance _, LeaseChange.Cause cause) -> {
        if (cause == LeaseChange.Cause.LAPSED) {
          context.log().warn("lease lapsed", "instance", name, "token", token);
        } else {
          context.log().debug("instance removed", "instance", name, "token", token);
        }
      }
    }
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Health health() {
    return endpoints.isEmpty() ? Health.down("not started") : Health.healthy();
  }

  @Override
  public synchronized void close() {
    if (registry != null) {
      registry.drain();
    }
    if (rpc != null) {
      rpc.close();
    }
    stop();
  }

  @Override
  public synchronized void kill() {
    stop();
  }

  private void stop() {
    endpoints = List.of();
    if (rpc != null) {
      rpc.kill();
      rpc = null;
    }
    registry = null;
    while (!stops.isEmpty()) {
      stops.pop().run();
    }
  }
}
