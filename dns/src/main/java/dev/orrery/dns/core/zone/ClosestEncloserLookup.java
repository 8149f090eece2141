package dev.orrery.dns.core.zone;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Answers by the closest encloser: the lowest existing name at or above the one asked for.
///
/// ```
///   closest encloser at or below a cut?  ──yes──▶ referral (step 3b)
///            │ no
///   is it the name itself?               ──yes──▶ data, alias, or NODATA (step 3a)
///            │ no
///   has it a child `*`?                  ──yes──▶ the same from `*`, under the name asked (3c)
///            │ no
///         NXDOMAIN
/// ```
///
/// RFC 1034 walks down label by label; since all existing names are in one hash table, walking up
/// from the name until one is found gives the same node with one probe in the common case.
public final class ClosestEncloserLookup implements ZoneLookup {
  /// RFC 8482 §4.2: what ANY gets when there is no single set to give.
  private static final Rdata ANY_REFUSAL = new Rdata.Opaque(Octets.of("\u0007RFC8482\u0000"));

  @Override
  public Answer answer(Zone zone, Name name, RecordType type, Answer.Ordering ordering) {
    return name.isAtOrBelow(zone.origin())
        ? new Walk(zone, type, ordering).from(name)
        : Answer.REFUSED;
  }

  /// One answer in the making.
  private static final class Walk {
    private final Zone zone;
    private final RecordType type;
    private final Answer.Ordering ordering;
    private final List<ResourceRecord> answers = new ArrayList<>();
    private final List<ResourceRecord> additional = new ArrayList<>();

    Walk(Zone zone, RecordType type, Answer.Ordering ordering) {
      this.zone = zone;
      this.type = type;
      this.ordering = ordering;
    }

    Answer from(Name asked) {
      Name name = asked;
      for (int aliases = 0; aliases <= MAXIMUM_ALIASES; aliases++) {
        ZoneNode encloser = zone.closestEncloser(name);
        Optional<ZoneNode> cut = encloser.cut();
        if (cut.isPresent() && !askedOfParent(cut.get(), name)) {
          return referral(cut.get());
        }
        boolean exists = encloser.name().equals(name);
        if (!exists && encloser.wildcard().isEmpty()) {
          return negative(ResponseCode.NXDOMAIN);
        }
        ZoneNode source = exists ? encloser : encloser.wildcard().get();
        Optional<RecordSet> alias = source.set(RecordType.CNAME);
        if (alias.isEmpty() || type.equals(RecordType.CNAME) || type.equals(RecordType.ANY)) {
          return data(source, name);
        }
        ResourceRecord record = alias.get().records().getFirst();
        answers.add(record.withName(name));
        name = ((Rdata.Cname) record.data()).target();
        if (!name.isAtOrBelow(zone.origin())) {
          return positive();
        }
      }
      return positive();
    }

    /// DS lies above the cut, with the parent (RFC 4035 §3.1.4.1).
    private boolean askedOfParent(ZoneNode cut, Name name) {
      return type.equals(RecordType.DS) && cut.name().equals(name);
    }

    private Answer data(ZoneNode source, Name name) {
      Optional<RecordSet> set = type.equals(RecordType.ANY) ? anyOf(source) : source.set(type);
      if (set.isEmpty()) {
        return negative(ResponseCode.NOERROR);
      }
      for (ResourceRecord record : ordering.order(set.get())) {
        answers.add(name.equals(source.name()) ? record : record.withName(name));
      }
      addAddressesOf(set.get().records(), false);
      return positive();
    }

    /// One set where there is only one, else an HINFO that says so: ANY must not be an amplifier.
    private Optional<RecordSet> anyOf(ZoneNode source) {
      if (source.sets().size() <= 1) {
        return source.sets().stream().findFirst();
      }
      long ttl = zone.negativeAuthority().ttl();
      ResourceRecord refusal = ResourceRecord.of(source.name(), RecordType.HINFO, ttl, ANY_REFUSAL);
      return Optional.of(new RecordSet(List.of(refusal), List.of(1)));
    }

    private Answer referral(ZoneNode cut) {
      List<ResourceRecord> servers =
          cut.set(RecordType.NS).map(RecordSet::records).orElse(List.of());
      addAddressesOf(servers, true);
      // After an alias the answer is ours, only the end of the chain is not (RFC 1034 §4.3.1).
      return new Answer(ResponseCode.NOERROR, !answers.isEmpty(), answers, servers, additional);
    }

    private Answer negative(ResponseCode code) {
      return new Answer(code, true, answers, List.of(zone.negativeAuthority()), additional);
    }

    private Answer positive() {
      return new Answer(ResponseCode.NOERROR, true, answers, List.of(), additional);
    }

    /// Adds the addresses of the hosts that `records` mention, as far as they are known here; those
    /// below a cut only as the glue of a referral.
    private void addAddressesOf(List<ResourceRecord> records, boolean glue) {
      Set<Name> done = new HashSet<>();
      for (ResourceRecord record : records) {
        Optional<Name> host = mentionedBy(record.data());
        if (host.isPresent() && done.add(host.get())) {
          zone.find(host.get())
              .filter(node -> glue || node.cut().isEmpty())
              .ifPresent(node -> {
                node.set(RecordType.A).ifPresent(set -> additional.addAll(set.records()));
                node.set(RecordType.AAAA).ifPresent(set -> additional.addAll(set.records()));
              });
        }
      }
    }

    private static Optional<Name> mentionedBy(Rdata data) {
      return switch (data) {
        case Rdata.Ns ns -> Optional.of(ns.server());
        case Rdata.Mx mx -> Optional.of(mx.exchange());
        case Rdata.Srv srv -> Optional.of(srv.target());
        default -> Optional.empty();
      };
    }
  }
}
