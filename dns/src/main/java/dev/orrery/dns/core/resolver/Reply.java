package dev.orrery.dns.core.resolver;

import dev.orrery.dns.core.message.Header;
import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a server's message means to a look-up, after everything the server has no say in was thrown
/// away.
///
/// A server of zone `evil.test` may speak of names at or below `evil.test` and of no others: this
/// is its **bailiwick**. A record outside it, wherever it stands in the message, is refused; else
/// one packet about `evil.test` could put a wrong address of `bank.test` into the cache.
sealed interface Reply {
  /// The set asked for.
  ///
  /// @param sets every set of the alias chain that may be remembered, `records` included
  record Data(List<ResourceRecord> records, List<List<ResourceRecord>> sets) implements Reply {}

  /// The name is an alias.
  record Alias(ResourceRecord record, List<List<ResourceRecord>> sets) implements Reply {}

  /// There is nothing of this name, or of this type.
  record Absence(ResponseCode code, Optional<ResourceRecord> authority) implements Reply {}

  /// Others know, nearer to the name: `zone` lies below the zone asked.
  record Referral(Name zone, List<ResourceRecord> servers, List<ResourceRecord> glue)
      implements Reply {}

  /// It did not fit; ask over TCP.
  record Truncated() implements Reply {}

  /// The server did not like the OPT record; ask without it.
  record NoEdns() implements Reply {}

  /// Nothing that helps.
  record Useless(String why) implements Reply {}

  /// Reads a message that belongs to the question `name` `type`, sent to a server of `zone`.
  static Reply of(Message message, Name zone, Name name, RecordType type) {
    Header header = message.header();
    if (header.has(Header.TRUNCATED)) {
      return new Truncated();
    }
    int code = header.responseCode();
    if (code == ResponseCode.FORMERR.code() || code == ResponseCode.NOTIMP.code()) {
      return message.edns().isEmpty() ? new NoEdns() : new Useless("says it cannot read us");
    }
    if (code != ResponseCode.NOERROR.code() && code != ResponseCode.NXDOMAIN.code()) {
      return new Useless("says " + name(code));
    }
    if (!header.has(Header.AUTHORITATIVE)) {
      return referral(message, zone, name);
    }
    List<List<ResourceRecord>> sets = chain(message, zone, name, type);
    if (!sets.isEmpty()) {
      ResourceRecord first = sets.getFirst().getFirst();
      return first.type().equals(type) ? new Data(sets.getFirst(), sets) : new Alias(first, sets);
    }
    if (code == ResponseCode.NXDOMAIN.code()) {
      return new Absence(ResponseCode.NXDOMAIN, authority(message, zone, name));
    }
    Reply referral = referral(message, zone, name);
    return referral instanceof Referral
        ? referral
        : new Absence(ResponseCode.NOERROR, authority(message, zone, name));
  }

  /// The records of a message that its sender has no say in.
  static List<ResourceRecord> outside(Message message, Name zone) {
    List<ResourceRecord> outside = new ArrayList<>();
    for (List<ResourceRecord> section :
        List.of(message.answers(), message.authority(), message.additional())) {
      for (ResourceRecord record : section) {
        if (!record.name().isAtOrBelow(zone)) {
          outside.add(record);
        }
      }
    }
    return outside;
  }

  private static String name(int code) {
    for (ResponseCode known : ResponseCode.values()) {
      if (known.code() == code) {
        return known.name();
      }
    }
    return "code " + code;
  }

  /// The sets that answer, from the name asked along its aliases as far as they lie in `zone`.
  private static List<List<ResourceRecord>> chain(
      Message message, Name zone, Name name, RecordType type) {
    List<List<ResourceRecord>> sets = new ArrayList<>();
    Set<Name> seen = new LinkedHashSet<>();
    Name at = name;
    while (at.isAtOrBelow(zone) && seen.add(at)) {
      List<ResourceRecord> data = set(message.answers(), at, type);
      if (!data.isEmpty()) {
        sets.add(data);
        return sets;
      }
      List<ResourceRecord> alias = set(message.answers(), at, RecordType.CNAME);
      if (alias.isEmpty() || !(alias.getFirst().data() instanceof Rdata.Cname(Name target))) {
        return sets;
      }
      sets.add(List.of(alias.getFirst()));
      at = target;
    }
    return sets;
  }

  /// All records of one name and type, under the smallest of their TTLs (RFC 2181 §5.2).
  private static List<ResourceRecord> set(
      List<ResourceRecord> section, Name name, RecordType type) {
    List<ResourceRecord> found =
        section.stream()
            .filter(record ->
                record.recordClass() == ResourceRecord.INTERNET
                    && record.type().equals(type)
                    && record.name().equals(name))
            .toList();
    long ttl = found.stream().mapToLong(ResourceRecord::ttl).min().orElse(0);
    return found.stream().map(record -> record.withTtl(ttl)).distinct().toList();
  }

  /// The SOA of the zone that speaks. One above the zone asked, or beside the name, is not.
  private static Optional<ResourceRecord> authority(Message message, Name zone, Name name) {
    return message.authority().stream()
        .filter(record ->
            record.data() instanceof Rdata.Soa
                && record.name().isAtOrBelow(zone)
                && name.isAtOrBelow(record.name()))
        .findFirst();
  }

  /// A referral must lead down, strictly: one to the same zone or up is a server that does not
  /// serve what it is said to serve, and following it would never end.
  private static Reply referral(Message message, Name zone, Name name) {
    for (ResourceRecord record : message.authority()) {
      Name cut = record.name();
      boolean leadsDown =
          record.type().equals(RecordType.NS)
              && name.isAtOrBelow(cut)
              && cut.isAtOrBelow(zone)
              && !cut.equals(zone);
      if (leadsDown) {
        List<ResourceRecord> servers = set(message.authority(), cut, RecordType.NS);
        return new Referral(cut, servers, glue(message, zone, servers));
      }
    }
    return new Useless("is lame: neither answers nor refers down");
  }

  private static List<ResourceRecord> glue(
      Message message, Name zone, List<ResourceRecord> servers) {
    Set<Name> hosts = new LinkedHashSet<>();
    for (ResourceRecord server : servers) {
      if (server.data() instanceof Rdata.Ns(Name host) && host.isAtOrBelow(zone)) {
        hosts.add(host);
      }
    }
    return message.additional().stream()
        .filter(record ->
            hosts.contains(record.name())
                && record.recordClass() == ResourceRecord.INTERNET
                && (record.data() instanceof Rdata.A || record.data() instanceof Rdata.Aaaa))
        .toList();
  }
}
