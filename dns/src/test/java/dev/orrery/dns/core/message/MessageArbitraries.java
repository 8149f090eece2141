package dev.orrery.dns.core.message;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Generates messages of all kinds. Names are drawn from few labels, so that suffixes are shared
/// and compression has work to do.
final class MessageArbitraries {
  private MessageArbitraries() {}

  static Arbitrary<Name> names() {
    Arbitrary<String> label =
        Arbitraries.of("a", "B", "orrery", "test", "_tcp", "x-1", "*", "w".repeat(63));
    return label
        .list()
        .ofMaxSize(3)
        .map(labels -> labels.isEmpty() ? Name.ROOT : Name.of(String.join(".", labels)));
  }

  static Arbitrary<Rdata> data() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 0xffff);
    Arbitrary<Long> large = Arbitraries.longs().between(0, 0xffff_ffffL);
    Arbitrary<Octets> octets =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(Octets::of);
    return Arbitraries.oneOf(
        Arbitraries.integers().map(Rdata.A::new),
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(Rdata.Aaaa::new),
        names().map(Rdata.Ns::new),
        names().map(Rdata.Cname::new),
        names().map(Rdata.Ptr::new),
        Combinators.combine(number, names()).as(Rdata.Mx::new),
        Combinators.combine(number, number, number, names()).as(Rdata.Srv::new),
        Combinators.combine(names(), names(), large, large, large, large, large).as(Rdata.Soa::new),
        octets.list().ofMinSize(1).ofMaxSize(3).map(Rdata.Txt::new),
        octets.map(Rdata.Opaque::new));
  }

  static RecordType typeOf(Rdata data) {
    String simple = data.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    return RecordType.named(simple).orElse(new RecordType(65_300));
  }

  static Arbitrary<ResourceRecord> records() {
    return Combinators.combine(
            names(), data(), Arbitraries.longs().between(0, ResourceRecord.MAXIMUM_TTL))
        .as((name, data, ttl) -> ResourceRecord.of(name, typeOf(data), ttl, data));
  }

  static Arbitrary<Message> messages() {
    Arbitrary<Header> headers =
        Combinators.combine(
                Arbitraries.integers().between(0, 0xffff),
                Arbitraries.integers().between(0, 0xffff))
            .as(Header::new);
    Arbitrary<List<Question>> questions =
        Combinators.combine(names(), Arbitraries.integers().between(0, 0xffff))
            .as((name, type) -> new Question(name, new RecordType(type), 1))
            .list()
            .ofMaxSize(2);
    Arbitrary<Edns> edns =
        Combinators.combine(
                Arbitraries.integers().between(0, 0xffff),
                Arbitraries.integers().between(0, 255),
                Arbitraries.of(true, false))
            .as((size, version, ok) ->
                new Edns(
                    size, 1, version, ok, List.of(new Edns.Option(10, Octets.of("12345678")))));
    Arbitrary<List<ResourceRecord>> sections = records().list().ofMaxSize(4);
    return Combinators.combine(headers, questions, sections, sections, sections, edns.optional())
        .as(Message::new);
  }
}
