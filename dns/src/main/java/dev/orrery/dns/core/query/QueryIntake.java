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
import dev.orrery.dns.core.query.QueryProcessor.Response;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import java.util.List;
import java.util.Optional;

/// What a server and a resolver do alike: read a packet, object to what is no fair query, and shape
/// the answer to what the client can take.
final class QueryIntake {
  private static final int QUESTIONS = 1;

  private QueryIntake() {}

  /// What came.
  sealed interface Intake {}

  /// Too short for a header, or itself an answer: two servers must not talk to each other for ever.
  record Nothing() implements Intake {}

  /// Not to be answered but with this.
  record Refusal(Response response) implements Intake {}

  /// One question of class IN.
  record Query(Message message) implements Intake {}

  static Intake read(byte[] packet, int length, Transport transport) {
    Optional<Header> header = MessageDecoder.header(packet, length);
    if (header.isEmpty() || header.get().has(Header.RESPONSE)) {
      return new Nothing();
    }
    try {
      Message query = MessageDecoder.decode(packet, length);
      ResponseCode objection = objection(query);
      return objection == ResponseCode.NOERROR
          ? new Query(query)
          : new Refusal(refuse(query, objection, transport));
    } catch (MalformedMessageException malformed) {
      // An operation we do not know may have a body we cannot read.
      ResponseCode code =
          header.get().opcode() == Header.OPCODE_QUERY ? ResponseCode.FORMERR : ResponseCode.NOTIMP;
      Message refusal = Message.bare(header.get().answer(code, false), List.of(), Optional.empty());
      return new Refusal(encode(refusal, code, QueryProcessor.PLAIN_LIMIT));
    }
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

  static Response refuse(Message query, ResponseCode code, Transport transport) {
    Message refusal =
        Message.bare(
            query.header().answer(code, false),
            query.questions().size() == QUESTIONS ? query.questions() : List.of(),
            edns(query, code));
    return encode(refusal, code, limit(query, transport));
  }

  /// OPT is answered with OPT and only then (RFC 6891 §6.1.1). No option is known, so none is
  /// echoed.
  static Optional<Edns> edns(Message query, ResponseCode code) {
    return query
        .edns()
        .map(asked ->
            new Edns(
                QueryProcessor.EDNS_LIMIT,
                code.code() >>> 4,
                Edns.VERSION,
                asked.dnssecOk(),
                List.of()));
  }

  static int limit(Message query, Transport transport) {
    if (transport == Transport.TCP) {
      return MessageEncoder.MAXIMUM_LENGTH;
    }
    return query
        .edns()
        .map(asked ->
            Math.clamp(asked.payloadSize(), QueryProcessor.PLAIN_LIMIT, QueryProcessor.EDNS_LIMIT))
        .orElse(QueryProcessor.PLAIN_LIMIT);
  }

  static Response encode(Message message, ResponseCode code, int limit) {
    return new Response(MessageEncoder.encode(message, limit), code);
  }
}
