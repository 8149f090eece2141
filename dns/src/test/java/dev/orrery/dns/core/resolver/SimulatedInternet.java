package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.MalformedMessageException;
import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.MessageDecoder;
import dev.orrery.dns.core.message.MessageEncoder;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.query.QueryProcessor;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import dev.orrery.dns.core.routing.FixedRouting;
import dev.orrery.dns.core.zone.ClosestEncloserLookup;
import dev.orrery.dns.core.zone.MasterFile;
import dev.orrery.dns.core.zone.Zone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Name servers at made-up addresses, on virtual time, and a resolver among them.
final class SimulatedInternet {
  static final String ROOT = "192.0.2.1";
  private static final long LATENCY = TimeUnit.MILLISECONDS.toNanos(1);

  /// What a server does with a packet.
  @FunctionalInterface
  interface Server {
    /// The packets it sends back, none for silence.
    List<byte[]> answer(byte[] packet, boolean tcp);
  }

  private record Arrival(long at, long exchange, Octets packet) {}

  private final Map<String, Server> servers = new HashMap<>();
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::at));
  private final Random random;
  private final Resolver resolver;
  private final List<Resolution> answers = new ArrayList<>();
  private final Map<Long, Boolean> open = new HashMap<>();
  private long now;
  private long asked;
  private int packetsOut;

  SimulatedInternet(long seed) {
    this(seed, new TtlCache(1_000));
  }

  SimulatedInternet(long seed, DnsCache cache) {
    random = new Random(seed);
    List<ResourceRecord> hints =
        MasterFile.read(". NS a.root.\na.root. A " + ROOT, "hints", Name.ROOT);
    resolver = new Resolver(ResolverLimits.DEFAULTS, hints, cache, SharedBudget::new, random);
  }

  /// A server of one zone, whose SOA and NS are added.
  SimulatedInternet zone(String address, String origin, String records) {
    return server(address, authority(origin, records));
  }

  SimulatedInternet server(String address, Server server) {
    servers.put(address, server);
    return this;
  }

  /// A server whose answers are tampered with.
  SimulatedInternet tampered(
      String address, String origin, String records, UnaryOperator<Message> change) {
    Server honest = authority(origin, records);
    return server(
        address,
        (packet, tcp) -> {
          List<byte[]> changed = new ArrayList<>();
          for (byte[] answer : honest.answer(packet, tcp)) {
            changed.add(
                MessageEncoder.encode(
                    change.apply(decoded(answer)), MessageEncoder.MAXIMUM_LENGTH));
          }
          return changed;
        });
  }

  static Message decoded(byte[] packet) {
    try {
      return MessageDecoder.decode(packet, packet.length);
    } catch (MalformedMessageException malformed) {
      throw new AssertionError(malformed);
    }
  }

  static Server authority(String origin, String records) {
    Name apex = Name.of(origin);
    Zone.Builder builder = Zone.builder(apex);
    String base = "@ 3600 SOA ns hostmaster 1 7200 900 1209600 60\n@ NS ns\n";
    MasterFile.read(base + records, origin, apex).forEach(builder::add);
    Zone zone = builder.build();
    QueryProcessor processor =
        new QueryProcessor(
            () -> zone, new ClosestEncloserLookup(), new FixedRouting(), new Random(1));
    return (packet, tcp) ->
        processor
            .answer(packet, packet.length, tcp ? Transport.TCP : Transport.UDP)
            .map(response -> List.of(response.packet()))
            .orElse(List.of());
  }

  /// Asks, and lets time pass until the answer is there.
  Resolution resolve(String name, String type) {
    int before = answers.size();
    ask(name, type);
    run();
    if (answers.size() != before + 1) {
      throw new AssertionError((answers.size() - before) + " answers to one question");
    }
    return answers.getLast();
  }

  void ask(String name, String type) {
    RecordType wanted = RecordType.named(type).orElseThrow();
    carryOut(resolver.step(new ResolverInput.Ask(asked++, Name.of(name), wanted), now));
  }

  /// Lets time pass until nothing is under way.
  void run() {
    while (resolver.underWay() > 0) {
      long deadline = resolver.nextDeadline().orElseThrow();
      if (!arrivals.isEmpty() && arrivals.element().at() <= deadline) {
        Arrival arrival = arrivals.remove();
        now = Math.max(now, arrival.at());
        carryOut(
            resolver.step(new ResolverInput.Arrived(arrival.exchange(), arrival.packet()), now));
      } else {
        now = Math.max(now, deadline);
        carryOut(resolver.step(new ResolverInput.Tick(), now));
      }
    }
  }

  private void carryOut(List<ResolverOutput> outputs) {
    for (ResolverOutput output : outputs) {
      switch (output) {
        case ResolverOutput.Send send -> {
          packetsOut++;
          open.put(send.exchange(), true);
          Optional.ofNullable(servers.get(send.server().address().toString()))
              .ifPresent(server -> deliver(send, server));
        }
        case ResolverOutput.Close(long exchange) -> open.remove(exchange);
        case ResolverOutput.Answer(long _, Resolution resolution) -> answers.add(resolution);
      }
    }
  }

  private void deliver(ResolverOutput.Send send, Server server) {
    long at = now + LATENCY;
    for (byte[] packet : server.answer(send.packet().toArray(), send.tcp())) {
      arrivals.add(new Arrival(at++, send.exchange(), Octets.of(packet)));
    }
  }

  void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  long nowMillis() {
    return TimeUnit.NANOSECONDS.toMillis(now);
  }

  int packetsOut() {
    return packetsOut;
  }

  /// Exchanges that nobody closed.
  int openExchanges() {
    return open.size();
  }

  List<Resolution> answers() {
    return answers;
  }

  Resolver resolver() {
    return resolver;
  }
}
