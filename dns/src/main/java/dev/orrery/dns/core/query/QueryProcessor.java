package dev.orrery.dns.core.query;

import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.Question;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.dns.core.routing.RoutingPolicy;
import dev.orrery.dns.core.routing.Target;
import dev.orrery.dns.core.zone.Answer;
import dev.orrery.dns.core.zone.RecordSet;
import dev.orrery.dns.core.zone.Zone;
import dev.orrery.dns.core.zone.ZoneLookup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Answers queries from the zone of the moment. Thread-safe if the random generator is; each answer
/// reads the zone once, so it never mixes two versions.
public final class QueryProcessor implements QueryHandler {
  /// Octets of UDP payload without EDNS (RFC 1035 §2.3.4).
  public static final int PLAIN_LIMIT = 512;

  /// Octets of UDP payload with EDNS, at most and as advertised: no fragment on any common path
  /// (DNS Flag Day 2020).
  public static final int EDNS_LIMIT = 1_232;

  /// How a query came.
  public enum Transport {
    UDP,
    TCP
  }

  /// A packet to send back, and what it says.
  public static final class Response {
    private final byte[] packet;
    private final ResponseCode code;

    Response(byte[] packet, ResponseCode code) {
      this.packet = packet;
      this.code = code;
    }

    /// The octets themselves, not a copy: each response is made for one receiver.
    public byte[] packet() {
      return packet;
    }

    public ResponseCode code() {
      return code;
    }
  }

  private final Supplier<Zone> zone;
  private final ZoneLookup lookup;
  private final RoutingPolicy routing;
  private final RandomGenerator random;

  public QueryProcessor(
      Supplier<Zone> zone, ZoneLookup lookup, RoutingPolicy routing, RandomGenerator random) {
    this.zone = zone;
    this.lookup = lookup;
    this.routing = routing;
    this.random = random;
  }

  @Override
  public void handle(
      byte[] packet, int length, Transport transport, Consumer<Optional<Response>> reply) {
    reply.accept(answer(packet, length, transport));
  }

  /// Answers the first `length` octets of `packet`. Empty when there is nothing to answer: too
  /// short for a header, or itself an answer (two servers must not talk to each other for ever).
  public Optional<Response> answer(byte[] packet, int length, Transport transport) {
    return switch (QueryIntake.read(packet, length, transport)) {
      case QueryIntake.Nothing _ -> Optional.empty();
      case QueryIntake.Refusal(Response refusal) -> Optional.of(refusal);
      case QueryIntake.Query(Message query) -> Optional.of(fromZone(query, transport));
    };
  }

  private Response fromZone(Message query, Transport transport) {
    Question question = query.questions().getFirst();
    Answer answer = lookup.answer(zone.get(), question.name(), question.type(), this::inOrder);
    Message response =
        new Message(
            query.header().answer(answer.code(), answer.authoritative()),
            query.questions(),
            answer.answers(),
            answer.authority(),
            answer.additional(),
            QueryIntake.edns(query, answer.code()));
    return QueryIntake.encode(response, answer.code(), QueryIntake.limit(query, transport));
  }

  /// Only sets of addresses and SRV are turned: for the others the order means nothing.
  private List<ResourceRecord> inOrder(RecordSet set) {
    List<ResourceRecord> records = set.records();
    if (records.size() == 1 || !isRouted(set.type())) {
      return records;
    }
    List<Target> targets = new ArrayList<>(records.size());
    for (int i = 0; i < records.size(); i++) {
      targets.add(new Target(i, set.weights().get(i)));
    }
    List<ResourceRecord> ordered = new ArrayList<>(records.size());
    for (Target target : routing.order(targets, set.nextTurn(), random)) {
      ordered.add(records.get(target.index()));
    }
    return ordered;
  }

  private static boolean isRouted(RecordType type) {
    return type.equals(RecordType.A) || type.equals(RecordType.AAAA) || type.equals(RecordType.SRV);
  }
}
