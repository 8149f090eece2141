package dev.orrery.dns.core.message;

import java.util.List;

/// Turns a [Message] into a packet of bounded size. One use each.
///
/// What does not fit is left out: if answers or authority do not fit whole, none of them is sent
/// and TC tells the client to ask again over TCP. Additional records are a courtesy and go one by
/// one without TC, except the glue of a referral, which the client cannot do without (RFC 9471).
public final class MessageEncoder {
  /// The largest message there is; over TCP its length has 16 bits.
  public static final int MAXIMUM_LENGTH = 65_535;

  private static final int FLAGS_AT = 2;
  private static final int ANSWER_COUNT_AT = 6;
  private static final int AUTHORITY_COUNT_AT = 8;
  private static final int ADDITIONAL_COUNT_AT = 10;

  private final Message message;
  private final int limit;
  private final WireWriter writer = new WireWriter();

  private MessageEncoder(Message message, int limit) {
    this.message = message;
    this.limit = limit - message.edns().map(MessageEncoder::wireLength).orElse(0);
  }

  /// Encodes into at most `limit` octets, at least 512.
  public static byte[] encode(Message message, int limit) {
    return new MessageEncoder(message, limit).packet();
  }

  private byte[] packet() {
    writer.write16(message.header().id());
    writer.write16(message.header().flags());
    writer.write16(message.questions().size());
    writer.write16(0);
    writer.write32(0);
    for (Question question : message.questions()) {
      writer.write(question.name());
      writer.write16(question.type().code());
      writer.write16(question.recordClass());
    }
    int additional = sections();
    if (message.edns().isPresent()) {
      write(message.edns().get());
      additional++;
    }
    writer.put16(ADDITIONAL_COUNT_AT, additional);
    return writer.toArray();
  }

  /// Writes the three sections as far as they fit; returns how many additional records did.
  private int sections() {
    int questionEnd = writer.position();
    if (writeAll(message.answers()) < message.answers().size()
        || writeAll(message.authority()) < message.authority().size()) {
      writer.rewind(questionEnd);
      truncated();
      return 0;
    }
    writer.put16(ANSWER_COUNT_AT, message.answers().size());
    writer.put16(AUTHORITY_COUNT_AT, message.authority().size());
    int written = writeAll(message.additional());
    boolean referral = message.answers().isEmpty() && !message.header().has(Header.AUTHORITATIVE);
    if (written < message.additional().size() && referral) {
      truncated();
    }
    return written;
  }

  private void truncated() {
    writer.put16(FLAGS_AT, message.header().with(Header.TRUNCATED).flags());
  }

  /// Writes records until one does not fit; returns how many did.
  private int writeAll(List<ResourceRecord> records) {
    for (int i = 0; i < records.size(); i++) {
      int before = writer.position();
      write(records.get(i));
      if (writer.position() > limit) {
        writer.rewind(before);
        return i;
      }
    }
    return records.size();
  }

  private void write(ResourceRecord record) {
    writer.write(record.name());
    writer.write16(record.type().code());
    writer.write16(record.recordClass());
    writer.write32(record.ttl());
    int lengthAt = writer.position();
    writer.write16(0);
    write(record.data());
    writer.put16(lengthAt, writer.position() - lengthAt - 2);
  }

  /// Only names in data of the types of RFC 1035 are compressed (RFC 3597 §4), so not SRV's.
  private void write(Rdata data) {
    switch (data) {
      case Rdata.A a -> writer.write32(a.address());
      case Rdata.Aaaa aaaa -> {
        writer.write64(aaaa.high());
        writer.write64(aaaa.low());
      }
      case Rdata.Ns ns -> writer.write(ns.server());
      case Rdata.Cname cname -> writer.write(cname.target());
      case Rdata.Ptr ptr -> writer.write(ptr.target());
      case Rdata.Soa soa -> {
        writer.write(soa.primary());
        writer.write(soa.mailbox());
        writer.write32(soa.serial());
        writer.write32(soa.refresh());
        writer.write32(soa.retry());
        writer.write32(soa.expire());
        writer.write32(soa.minimum());
      }
      case Rdata.Mx mx -> {
        writer.write16(mx.preference());
        writer.write(mx.exchange());
      }
      case Rdata.Txt txt -> {
        for (Octets string : txt.strings()) {
          writer.write8(string.length());
          writer.write(string);
        }
      }
      case Rdata.Srv srv -> {
        writer.write16(srv.priority());
        writer.write16(srv.weight());
        writer.write16(srv.port());
        writer.writeUncompressed(srv.target());
      }
      case Rdata.Opaque opaque -> writer.write(opaque.octets());
    }
  }

  private void write(Edns edns) {
    writer.write8(0);
    writer.write16(RecordType.OPT.code());
    writer.write16(edns.payloadSize());
    writer.write8(edns.extendedCode());
    writer.write8(edns.version());
    writer.write16(edns.dnssecOk() ? 0x8000 : 0);
    writer.write16(wireLength(edns) - Edns.WIRE_LENGTH);
    for (Edns.Option option : edns.options()) {
      writer.write16(option.code());
      writer.write16(option.data().length());
      writer.write(option.data());
    }
  }

  private static int wireLength(Edns edns) {
    int length = Edns.WIRE_LENGTH;
    for (Edns.Option option : edns.options()) {
      length += 4 + option.data().length();
    }
    return length;
  }
}
