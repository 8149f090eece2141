package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.ResourceRecord;
import java.util.List;

/// A message with all its names in lower case (RFC 4034 §6.2). The case we drew for our question
/// comes back in every name that is compressed against it, and is nobody's business but ours.
final class CanonicalForm {
  private CanonicalForm() {}

  static Message of(Message message) {
    return new Message(
        message.header(),
        message.questions(),
        lowered(message.answers()),
        lowered(message.authority()),
        lowered(message.additional()),
        message.edns());
  }

  private static List<ResourceRecord> lowered(List<ResourceRecord> records) {
    return records.stream()
        .map(record ->
            new ResourceRecord(
                record.name().lowerCase(),
                record.type(),
                record.recordClass(),
                record.ttl(),
                lowered(record.data())))
        .toList();
  }

  private static Rdata lowered(Rdata data) {
    return switch (data) {
      case Rdata.Ns ns -> new Rdata.Ns(ns.server().lowerCase());
      case Rdata.Cname cname -> new Rdata.Cname(cname.target().lowerCase());
      case Rdata.Ptr ptr -> new Rdata.Ptr(ptr.target().lowerCase());
      case Rdata.Mx mx -> new Rdata.Mx(mx.preference(), mx.exchange().lowerCase());
      case Rdata.Srv srv ->
          new Rdata.Srv(srv.priority(), srv.weight(), srv.port(), srv.target().lowerCase());
      case Rdata.Soa soa ->
          new Rdata.Soa(
              soa.primary().lowerCase(),
              soa.mailbox().lowerCase(),
              soa.serial(),
              soa.refresh(),
              soa.retry(),
              soa.expire(),
              soa.minimum());
      case Rdata.A _, Rdata.Aaaa _, Rdata.Txt _, Rdata.Opaque _ -> data;
    };
  }
}
