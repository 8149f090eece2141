package dev.orrery.dns.core.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The cases of RFC 1034 §4.3.2, RFC 4592 and RFC 2308 by name.
class ClosestEncloserLookupTest {
  private static final Name ORIGIN = Name.of("probe.test");
  private static final String TEXT =
      """
      $TTL 3600
      @            SOA ns1 hostmaster 1 7200 3600 1209600 300
      @            NS  ns1
      @            MX  10 mail
      @            MX  20 mail.elsewhere.example.
      ns1          A   127.0.0.53
      mail         A   192.0.2.25
      www          A   192.0.2.1
                   AAAA 2001:db8::1
      a.ent        A   192.0.2.2
      *.wild       A   192.0.2.3
      exists.wild  TXT "here"
      a.deep.wild  A   192.0.2.4
      *.wc         CNAME www
      alias        CNAME www
      dangling     CNAME missing
      outside      CNAME www.elsewhere.example.
      loop1        CNAME loop2
      loop2        CNAME loop1
      sub          NS  ns1.sub
      ns1.sub      A   192.0.2.53
      occluded.sub TXT "not visible"
      tosub        CNAME www.sub
      _s._tcp      SRV 0 5 8080 www
      """;

  private static final Zone ZONE = zone();
  private static final ZoneLookup LOOKUP = new ClosestEncloserLookup();

  private static Zone zone() {
    Zone.Builder builder = Zone.builder(ORIGIN);
    MasterFile.read(TEXT, "test", ORIGIN).forEach(builder::add);
    return builder.build();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "www          | A     | NOERROR aa  | A              |           |",
        "WWW          | AAAA  | NOERROR aa  | AAAA           |           |",
        "www          | MX    | NOERROR aa  |                | SOA       |",
        "nope         | A     | NXDOMAIN aa |                | SOA       |",
        "ent          | A     | NOERROR aa  |                | SOA       |",
        "a.b.wild     | A     | NOERROR aa  | A              |           |",
        "a.wild       | MX    | NOERROR aa  |                | SOA       |",
        "exists.wild  | A     | NOERROR aa  |                | SOA       |",
        "x.exists.wild| A     | NXDOMAIN aa |                | SOA       |",
        "x.deep.wild  | A     | NXDOMAIN aa |                | SOA       |",
        "deep.wild    | A     | NOERROR aa  |                | SOA       |",
        "*.wild       | A     | NOERROR aa  | A              |           |",
        "q.wc         | A     | NOERROR aa  | CNAME A        |           |",
        "q.wc         | CNAME | NOERROR aa  | CNAME          |           |",
        "alias        | A     | NOERROR aa  | CNAME A        |           |",
        "alias        | CNAME | NOERROR aa  | CNAME          |           |",
        "alias        | TXT   | NOERROR aa  | CNAME          | SOA       |",
        "dangling     | A     | NXDOMAIN aa | CNAME          | SOA       |",
        "outside      | A     | NOERROR aa  | CNAME          |           |",
        "host.sub     | A     | NOERROR     |                | NS        | A",
        "sub          | NS    | NOERROR     |                | NS        | A",
        "sub          | DS    | NOERROR aa  |                | SOA       |",
        "occluded.sub | TXT   | NOERROR     |                | NS        | A",
        "ns1.sub      | A     | NOERROR     |                | NS        | A",
        "tosub        | A     | NOERROR aa  | CNAME          | NS        | A",
        "@            | MX    | NOERROR aa  | MX MX          |           | A",
        "@            | NS    | NOERROR aa  | NS             |           | A",
        "_s._tcp      | SRV   | NOERROR aa  | SRV            |           | A AAAA",
        "www          | ANY   | NOERROR aa  | HINFO          |           |",
        "ns1          | ANY   | NOERROR aa  | A              |           |",
        "elsewhere.   | A     | REFUSED     |                |           |",
        "www          | TYPE65301 | NOERROR aa |              | SOA       |",
      })
  void answersAsTheStandardSays(
      String name,
      String type,
      String outcome,
      @org.jspecify.annotations.Nullable String answers,
      @org.jspecify.annotations.Nullable String authority,
      @org.jspecify.annotations.Nullable String additional) {
    Answer answer = ask(name, type);
    assertThat(answer.code() + (answer.authoritative() ? " aa" : "")).isEqualTo(outcome);
    assertThat(types(answer.answers())).isEqualTo(answers == null ? "" : answers);
    assertThat(types(answer.authority())).isEqualTo(authority == null ? "" : authority);
    assertThat(types(answer.additional())).isEqualTo(additional == null ? "" : additional);
  }

  private static Answer ask(String name, String type) {
    return LOOKUP.answer(
        ZONE,
        Name.of(name, ORIGIN),
        RecordType.named(type).orElseThrow(),
        Answer.Ordering.AS_STORED);
  }

  private static String types(List<ResourceRecord> records) {
    return records.stream().map(r -> r.type().toString()).collect(Collectors.joining(" "));
  }

  @org.junit.jupiter.api.Test
  void aSynthesizedRecordBearsTheNameAsked() {
    assertThat(ask("a.b.wild", "A").answers().getFirst().name())
        .isEqualTo(Name.of("a.b.wild", ORIGIN));
    assertThat(ask("q.wc", "A").answers().getFirst().name()).isEqualTo(Name.of("q.wc", ORIGIN));
  }

  @org.junit.jupiter.api.Test
  void theNegativeTtlIsTheSmallerOfTheTwo() {
    assertThat(ask("nope", "A").authority().getFirst().ttl()).isEqualTo(300);
    assertThat(ask("@", "SOA").answers().getFirst().ttl()).isEqualTo(3_600);
  }

  @org.junit.jupiter.api.Test
  void aLoopOfAliasesEnds() {
    Answer answer = ask("loop1", "A");
    assertThat(answer.answers()).hasSize(ZoneLookup.MAXIMUM_ALIASES + 1);
  }
}
