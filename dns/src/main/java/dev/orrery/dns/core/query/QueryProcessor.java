package dev.orrery.dns.core.query;

import dev.orrery.dns.core.message.Edns;
import dev.orrery.dns.core.message.Header;
import dev.orrery.dns.core.message.MalformedMessageException;
import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.MessageDecoder;
import dev.orrery.dns.core.message.MessageEncoder;
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
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Answers queries from the zone of the moment. Thread-safe if the random generator is; each answer
/// reads the zone once, so it never mixes two versions.
public final class QueryProcessor {
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

    private Response(byte[] packet, ResponseCode code) {
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

  private static final int QUESTIONS = 1;

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

  /// Answers the first `length` octets of `packet`. Empty when there is nothing to answer: too
  /// short for a header, or itself an answer (two servers must not talk to each other for ever).
  public Optional<Response> answer(byte[] packet, int length, Transport transport) {
    Optional<Header> header = MessageDecoder.header(packet, length);
    if (header.isEmpty() || header.get().has(Header.RESPONSE)) {
      return Optional.empty();
    }
    Message query;
    try {
      query = MessageDecoder.decode(packet, length);
    } catch (MalformedMessageException malformed) {
      // An operation we do not know may have a body we cannot read.
      ResponseCode code =
          header.get().opcode() == Header.OPCODE_QUERY ? ResponseCode.FORMERR : ResponseCode.NOTIMP;
      Message refusal = Message.bare(header.get().answer(code, false), List.of(), Optional.empty());
      return Optional.of(encode(refusal, code, PLAIN_LIMIT));
    }
    ResponseCode objection = objection(query);
    return Optional.of(
        objection == ResponseCode.NOERROR
            ? fromZone(query, transport)
            : refuse(query, objection, transport));
  }

  /// What is wrong with a query that can be read, or NOERROR.
  private static ResponseCode objection(Message query) {
    if (query.header().opcode() != Header.OPCODE_QUERY) {
      return ResponseCode.NOTIMP;
    }
    if (query.questions().size() != QUESTIONS) {
      return ResponseCode.FORMERR; // RFC 9619
    }
    if (query.edns().isPresent() && query.edns().get().version() != Edns.VERSION) {
      return ResponseCode.BADVERS;
    }
    if (query.additional().stream().anyMatch(record -> record.type().equals(RecordType.TSIG))) {
      return ResponseCode.REFUSED; // signed under a key, and no key is known here
    }
    Question question = query.questions().getFirst();
    if (question.recordClass() != ResourceRecord.INTERNET) {
      return ResponseCode.REFUSED;
    }
    RecordType type = question.type();
    return type.isMeta() || type.code() == 0 ? ResponseCode.NOTIMP : ResponseCode.NOERROR;
  }

  private Response refuse(Message query, ResponseCode code, Transport transport) {
    Message refusal =
        Message.bare(
            query.header().answer(code, false),
            query.questions().size() == QUESTIONS ? query.questions() : List.of(),
            edns(query, code));
    return encode(refusal, code, limit(query, transport));
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
            edns(query, answer.code()));
    return encode(response, answer.code(), limit(query, transport));
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

  /// OPT is answered with OPT and only then (RFC 6891 §6.1.1). No option is known, so none is
  /// echoed.
  private static Optional<Edns> edns(Message query, ResponseCode code) {
    return query
        .edns()
        .map(asked ->
            new Edns(EDNS_LIMIT, code.code() >>> 4, Edns.VERSION, asked.dnssecOk(), List.of()));
  }

  private static int limit(Message query, Transport transport) {
    if (transport == Transport.TCP) {
      return MessageEncoder.MAXIMUM_LENGTH;
    }
    return query
        .edns()
        .map(asked -> Math.clamp(asked.payloadSize(), PLAIN_LIMIT, EDNS_LIMIT))
        .orElse(PLAIN_LIMIT);
  }

  private static Response encode(Message message, ResponseCode code, int limit) {
    return new Response(MessageEncoder.encode(message, limit), code);
  }
}
