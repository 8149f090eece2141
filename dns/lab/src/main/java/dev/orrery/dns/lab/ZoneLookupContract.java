package dev.orrery.dns.lab;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import dev.orrery.dns.core.zone.Answer;
import dev.orrery.dns.core.zone.Zone;
import dev.orrery.dns.core.zone.ZoneLookup;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of answering from a zone. The cases are small zones over few labels, so that wildcards,
/// empty non-terminals, aliases and cuts meet each other; the model is the plainest reading of RFC
/// 1034 §4.3.2 and RFC 4592 over a list of records.
final class ZoneLookupContract {
  private static final Name ORIGIN = Name.of("z");
  private static final long TTL = 60;
  private static final long NEGATIVE_TTL = 7;

  private ZoneLookupContract() {}

  /// What stands at a name: an address, text, an alias or a delegation.
  enum Kind {
    ADDRESS,
    TEXT,
    ALIAS,
    CUT;

    RecordType type() {
      return switch (this) {
        case ADDRESS -> RecordType.A;
        case TEXT -> RecordType.TXT;
        case ALIAS -> RecordType.CNAME;
        case CUT -> RecordType.NS;
      };
    }
  }

  record Entry(String name, Kind kind) {
    Name owner() {
      return Name.of(name, ORIGIN);
    }

    ResourceRecord record() {
      Rdata data =
          switch (kind) {
            case ADDRESS -> new Rdata.A(0x7f00_0001);
            case TEXT -> new Rdata.Txt(List.of(dev.orrery.dns.core.message.Octets.of("text")));
            case ALIAS -> new Rdata.Cname(Name.of("a", ORIGIN));
            case CUT -> new Rdata.Ns(Name.of("elsewhere."));
          };
      return ResourceRecord.of(owner(), kind.type(), TTL, data);
    }
  }

  record Case(List<Entry> entries, String name, boolean askForText) {
    Name asked() {
      return Name.of(name, ORIGIN);
    }

    RecordType type() {
      return askForText ? RecordType.TXT : RecordType.A;
    }

    Zone zone() {
      Zone.Builder builder = Zone.builder(ORIGIN);
      Rdata.Soa soa = new Rdata.Soa(ORIGIN, ORIGIN, 1, 2, 3, 4, NEGATIVE_TTL);
      builder.add(ResourceRecord.of(ORIGIN, RecordType.SOA, TTL, soa));
      builder.add(
          ResourceRecord.of(ORIGIN, RecordType.NS, TTL, new Rdata.Ns(Name.of("elsewhere."))));
      kept().forEach(entry -> builder.add(entry.record()));
      return builder.build();
    }

    /// The first entry of a name decides whether it is an alias: aliases stand alone.
    List<Entry> kept() {
      List<Entry> kept = new ArrayList<>();
      for (Entry entry : entries) {
        boolean clash =
            kept.stream()
                .anyMatch(other ->
                    other.owner().equals(entry.owner())
                        && (other.kind() == Kind.ALIAS || entry.kind() == Kind.ALIAS));
        if (!clash) {
          kept.add(entry);
        }
      }
      return kept;
    }

    String story() {
      String zone =
          kept().stream()
              .map(entry -> entry.name() + " " + entry.kind().type())
              .collect(Collectors.joining(", "));
      return "zone z. holds [" + zone + "]; asked " + asked() + " " + type();
    }
  }

  private static Arbitrary<Case> cases() {
    Arbitrary<String> label = Arbitraries.of("a", "b", "*");
    Arbitrary<String> names =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(3, label),
            net.jqwik.api.Tuple.of(2, Combinators.combine(label, label).as((a, b) -> a + "." + b)),
            net.jqwik.api.Tuple.of(
                1,
                Combinators.combine(label, label, label).as((a, b, c) -> a + "." + b + "." + c)));
    Arbitrary<Kind> kinds =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(4, Arbitraries.of(Kind.ADDRESS, Kind.TEXT)),
            net.jqwik.api.Tuple.of(1, Arbitraries.of(Kind.ALIAS, Kind.CUT)));
    Arbitrary<List<Entry>> entries =
        Combinators.combine(names, kinds).as(ZoneLookupContract::entry).list().ofMaxSize(4);
    // Half of the questions are about a name that is in the zone.
    return Combinators.combine(
            entries, names, Arbitraries.integers().between(0, 7), Arbitraries.of(true, false))
        .as((held, free, pick, text) ->
            new Case(held, pick < held.size() ? held.get(pick).name() : free, text));
  }

  /// The same under a wildcard at the apex, which no name that exists may fall to.
  private static Arbitrary<Case> casesUnderWildcard() {
    return cases()
        .map(c -> {
          List<Entry> entries = new ArrayList<>();
          entries.add(new Entry("*", Kind.ADDRESS));
          entries.addAll(c.entries());
          return new Case(entries, c.name(), false);
        });
  }

  /// No alias where the aliases' target is found, so that none loops: where a loop is cut is each
  /// implementation's own matter.
  private static Entry entry(String name, Kind kind) {
    boolean loops = kind == Kind.ALIAS && (name.equals("a") || name.equals("*"));
    return new Entry(name, loops ? Kind.TEXT : kind);
  }

  static Contract<ZoneLookup> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "answers as RFC 1034 §4.3.2 and RFC 4592 say",
            cases(),
            Case::story,
            (lookup, c) -> agrees(lookup, c)),
        Law.of(
            "a wildcard stands only for names that do not exist",
            casesUnderWildcard(),
            Case::story,
            (lookup, c) -> agrees(lookup, c)),
        Law.of(
            "a negative answer has the SOA, with the negative TTL",
            cases(),
            Case::story,
            (lookup, c) -> negativesCarryTheAuthority(ask(lookup, c))),
        Law.of(
            "a name outside the zone is refused",
            cases(),
            Case::story,
            (lookup, c) ->
                check(
                    lookup
                            .answer(
                                c.zone(),
                                Name.of(c.name() + ".y."),
                                c.type(),
                                Answer.Ordering.AS_STORED)
                            .code()
                        == ResponseCode.REFUSED,
                    "not refused")));
  }

  private static Answer ask(ZoneLookup lookup, Case c) {
    return lookup.answer(c.zone(), c.asked(), c.type(), Answer.Ordering.AS_STORED);
  }

  private static void agrees(ZoneLookup lookup, Case c) {
    String actual = summary(ask(lookup, c));
    String expected = new Model(c.kept(), c.type()).answer(c.asked());
    check(actual.equals(expected), "the answer is " + actual + ", should be " + expected);
  }

  private static String summary(Answer answer) {
    String owners =
        answer.answers().stream()
            .map(r -> r.name() + " " + r.type())
            .collect(Collectors.joining(", "));
    Optional<ResourceRecord> cut =
        answer.authority().stream().filter(r -> r.type().equals(RecordType.NS)).findFirst();
    return answer.code()
        + (answer.authoritative() ? " aa" : "")
        + " ["
        + owners
        + "]"
        + cut.map(r -> " referral to " + r.name()).orElse("");
  }

  private static void negativesCarryTheAuthority(Answer answer) {
    boolean referral = answer.authority().stream().anyMatch(r -> r.type().equals(RecordType.NS));
    boolean positive =
        answer.code() == ResponseCode.NOERROR
            && !answer.answers().isEmpty()
            && answer.authority().isEmpty();
    if (referral || positive) {
      return;
    }
    check(
        answer.authority().size() == 1
            && answer.authority().getFirst().type().equals(RecordType.SOA),
        "the authority section is " + answer.authority());
    check(
        answer.authority().getFirst().ttl() == NEGATIVE_TTL,
        "the SOA's TTL is "
            + answer.authority().getFirst().ttl()
            + ", the zone's negative TTL "
            + NEGATIVE_TTL);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }

  /// The standard, read plainly: linear searches over a list.
  private record Model(List<Entry> entries, RecordType type) {
    String answer(Name asked) {
      List<String> owners = new ArrayList<>();
      Name name = asked;
      for (int aliases = 0; aliases <= ZoneLookup.MAXIMUM_ALIASES; aliases++) {
        Optional<Name> cut = topmostCut(name);
        if (cut.isPresent()) {
          return "NOERROR"
              + (owners.isEmpty() ? "" : " aa")
              + " "
              + owners
              + " referral to "
              + cut.get();
        }
        Optional<Name> source = source(name);
        if (source.isEmpty()) {
          return "NXDOMAIN aa " + owners;
        }
        if (!has(source.get(), RecordType.CNAME)) {
          if (has(source.get(), type)) {
            owners.add(name + " " + type);
          }
          return "NOERROR aa " + owners;
        }
        owners.add(name + " CNAME");
        name = Name.of("a", ORIGIN);
      }
      return "NOERROR aa " + owners;
    }

    private boolean exists(Name name) {
      return name.equals(ORIGIN) || entries.stream().anyMatch(e -> e.owner().isAtOrBelow(name));
    }

    private boolean has(Name name, RecordType wanted) {
      return entries.stream()
          .anyMatch(e -> e.owner().equals(name) && e.kind().type().equals(wanted));
    }

    private Optional<Name> topmostCut(Name name) {
      Optional<Name> topmost = Optional.empty();
      for (Name at = name; !at.equals(ORIGIN); at = at.parent()) {
        topmost = has(at, RecordType.NS) ? Optional.of(at) : topmost;
      }
      return topmost;
    }

    /// The name itself, or the wildcard that stands for it.
    private Optional<Name> source(Name name) {
      if (exists(name)) {
        return Optional.of(name);
      }
      Name encloser = name;
      while (!exists(encloser)) {
        encloser = encloser.parent();
      }
      return Optional.of(encloser.child("*")).filter(this::exists);
    }
  }
}
