package dev.orrery.dns.core.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns a packet into a [Message]. One use each; work is linear in the packet's length.
public final class MessageDecoder {
  /// Octets of a header; a shorter packet is no message at all.
  public static final int HEADER_LENGTH = 12;

  private final WireReader reader;
  private @Nullable Edns edns;

  private MessageDecoder(byte[] packet, int length) {
    this.reader = new WireReader(packet, length);
  }

  /// Decodes the first `length` octets of `packet`, all of which must belong to the message.
  ///
  /// @throws MalformedMessageException when they break the grammar
  public static Message decode(byte[] packet, int length) throws MalformedMessageException {
    return new MessageDecoder(packet, length).message();
  }

  /// The header alone, which is there also where the rest is malformed.
  public static Optional<Header> header(byte[] packet, int length) {
    if (length < HEADER_LENGTH) {
      return Optional.empty();
    }
    return Optional.of(
        new Header(
            ((packet[0] & 0xff) << 8) | (packet[1] & 0xff),
            ((packet[2] & 0xff) << 8) | (packet[3] & 0xff)));
  }

  /// Decodes record data that stands alone.
  static Rdata data(RecordType type, byte[] octets) throws MalformedMessageException {
    MessageDecoder decoder = new MessageDecoder(octets, octets.length);
    Rdata data = decoder.data(type, octets.length, octets.length);
    if (decoder.reader.remaining() != 0) {
      throw new MalformedMessageException("octets behind the data", decoder.reader.position());
    }
    return data;
  }

  private Message message() throws MalformedMessageException {
    Header header = new Header(reader.unsigned16(), reader.unsigned16());
    int questionCount = reader.unsigned16();
    int answerCount = reader.unsigned16();
    int authorityCount = reader.unsigned16();
    int additionalCount = reader.unsigned16();
    List<Question> questions = questions(questionCount);
    List<ResourceRecord> answers = records(answerCount, false);
    List<ResourceRecord> authority = records(authorityCount, false);
    List<ResourceRecord> additional = records(additionalCount, true);
    if (reader.remaining() != 0) {
      throw new MalformedMessageException("octets behind the message", reader.position());
    }
    return new Message(
        header, questions, answers, authority, additional, Optional.ofNullable(edns));
  }

  private List<Question> questions(int count) throws MalformedMessageException {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Name name = reader.name();
      questions.add(new Question(name, new RecordType(reader.unsigned16()), reader.unsigned16()));
    }
    return questions;
  }

  private List<ResourceRecord> records(int count, boolean optAllowed)
      throws MalformedMessageException {
    if (count == 0) {
      return List.of();
    }
    List<ResourceRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Name name = reader.name();
      RecordType type = new RecordType(reader.unsigned16());
      int recordClass = reader.unsigned16();
      long ttl = reader.unsigned32();
      int dataLength = reader.unsigned16();
      if (dataLength > reader.remaining()) {
        throw new MalformedMessageException("record data past the end", reader.position());
      }
      int end = reader.position() + dataLength;
      if (type.equals(RecordType.OPT)) {
        if (!optAllowed || edns != null || !name.isRoot()) {
          throw new MalformedMessageException("a misplaced OPT", reader.position());
        }
        edns = edns(recordClass, ttl, end);
      } else {
        records.add(
            new ResourceRecord(
                name,
                type,
                recordClass,
                // A TTL with the top bit set is 0 (RFC 2181 §8).
                ttl > ResourceRecord.MAXIMUM_TTL ? 0 : ttl,
                data(type, dataLength, end)));
      }
      if (reader.position() != end) {
        throw new MalformedMessageException("record data of the wrong length", end);
      }
    }
    return records;
  }

  private Rdata data(RecordType type, int length, int end) throws MalformedMessageException {
    if (length == 0) {
      // An UPDATE carries records without data; they mean nothing here, but are well formed.
      return new Rdata.Opaque(Octets.EMPTY);
    }
    return switch (type.code()) {
      case 1 -> new Rdata.A(reader.signed32());
      case 2 -> new Rdata.Ns(reader.name());
      case 5 -> new Rdata.Cname(reader.name());
      case 6 ->
          new Rdata.Soa(
              reader.name(),
              reader.name(),
              reader.unsigned32(),
              reader.unsigned32(),
              reader.unsigned32(),
              reader.unsigned32(),
              reader.unsigned32());
      case 12 -> new Rdata.Ptr(reader.name());
      case 15 -> new Rdata.Mx(reader.unsigned16(), reader.name());
      case 16 -> text(end);
      case 28 -> new Rdata.Aaaa(reader.signed64(), reader.signed64());
      case 33 ->
          new Rdata.Srv(
              reader.unsigned16(), reader.unsigned16(), reader.unsigned16(), reader.name());
      default -> new Rdata.Opaque(reader.octets(length));
    };
  }

  private Rdata.Txt text(int end) throws MalformedMessageException {
    List<Octets> strings = new ArrayList<>();
    while (reader.position() < end) {
      int length = reader.unsigned8();
      if (reader.position() + length > end) {
        throw new MalformedMessageException("a string past its record", reader.position());
      }
      strings.add(reader.octets(length));
    }
    return new Rdata.Txt(strings);
  }

  private Edns edns(int payloadSize, long flags, int end) throws MalformedMessageException {
    List<Edns.Option> options = new ArrayList<>();
    while (reader.position() < end) {
      int code = reader.unsigned16();
      int length = reader.unsigned16();
      if (reader.position() + length > end) {
        throw new MalformedMessageException("an EDNS option past OPT", reader.position());
      }
      options.add(new Edns.Option(code, reader.octets(length)));
    }
    return new Edns(
        payloadSize,
        (int) (flags >>> 24),
        (int) (flags >>> 16 & 0xff),
        (flags & 0x8000) != 0,
        options);
  }
}
