package dev.orrery.dns.core.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.ResourceRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MasterFileTest {
  private static final Name ORIGIN = Name.of("orrery.test");

  private static List<ResourceRecord> read(String text) {
    return MasterFile.read(text, "zone", ORIGIN);
  }

  @Test
  void readsParenthesesCommentsBlankOwnersAndUnits() {
    List<ResourceRecord> records =
        read(
            """
            $TTL 1h30m ; a comment
            @   IN SOA ns1 host ( 7   ; serial
                  2h 15m
                  2w 5 )
                NS ns1
            $ORIGIN sub
            ns1 60 IN A 127.0.0.1
                IN 61 A 127.0.0.2
            """);
    assertThat(records)
        .extracting(ResourceRecord::toString)
        .containsExactly(
            "orrery.test. 5400 IN SOA ns1.orrery.test. host.orrery.test. 7 7200 900 1209600 5",
            "orrery.test. 5400 IN NS ns1.orrery.test.",
            "ns1.sub.orrery.test. 60 IN A 127.0.0.1",
            "ns1.sub.orrery.test. 61 IN A 127.0.0.2");
  }

  @Test
  void readsStringsWithEscapesAndSemicolons() {
    Rdata.Txt txt = (Rdata.Txt) read("t TXT \"\" \"a;\\\"b\\\\c\\000\\255\" two").getFirst().data();
    assertThat(txt.strings())
        .containsExactly(Octets.EMPTY, Octets.of("a;\"b\\c\u0000\u00ff"), Octets.of("two"));
  }

  @Test
  void readsTheGenericFormOfKnownAndUnknownTypes() {
    assertThat(read("u TYPE65300 \\# 4 dead beef").getFirst().data()).hasToString("\\# 4 deadbeef");
    assertThat(read("u A \\# 4 7f000001").getFirst().data()).isEqualTo(new Rdata.A(0x7f000001));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x A 127.0.0.256      | zone:2",
        "x A 127.1            | no IPv4 address",
        "x AAAA 127.0.0.1     | no IPv6 address",
        "x MX mail            | a number from 0 to 65535",
        "x MX 70000 mail      | a number from 0 to 65535",
        "x FOO bar            | `FOO` is no record type",
        "x A                  | ends too soon",
        "x A 127.0.0.1 extra  | too much: `extra`",
        "x TXT \"open         | a quote is not closed",
        "x ( A 127.0.0.1      | a parenthesis is not closed",
        "x ) A 127.0.0.1      | a closing parenthesis",
        "$INCLUDE other       | $INCLUDE is not supported",
        "x 3q A 127.0.0.1     | is no time",
        "a..b A 127.0.0.1     | an empty label",
        "x TYPE65300 \\# 3 ff | \\# 3, but 1 octets",
        "x A \\# 2 ffff       | no data of A",
        "x CAA 0 issue x      | `CAA` is no record type",
      })
  void namesTheLineAndWhatIsWrong(String bad, String why) {
    assertThatThrownBy(() -> read("ok A 127.0.0.1\n" + bad + "\n"))
        .isInstanceOf(ZoneException.class)
        .hasMessageContaining("zone:")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@ NS ns1                                            | exactly one SOA",
        "@ SOA a b 1 2 3 4 5                                 | needs NS",
        "x SOA a b 1 2 3 4 5                                 | belongs to the apex",
        "www.elsewhere. A 127.0.0.1                          | outside the zone",
      })
  void aZoneKeepsTheRulesForItsApex(String line, String why) {
    assertThatThrownBy(() -> build(line))
        .isInstanceOf(ZoneException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aCnameStandsAlone() {
    assertThatThrownBy(() -> build("@ SOA a b 1 2 3 4 5\n@ NS ns1\nx CNAME y\nx A 127.0.0.1"))
        .hasMessageContaining("must stand alone");
  }

  @Test
  void oneTtlForASetAndDuplicatesOnce() {
    Zone zone =
        build("@ SOA a b 1 2 3 4 5\n@ NS ns1\nx 60 A 127.0.0.1\nx 90 A 127.0.0.2\nx 5 A 127.0.0.1");
    assertThat(zone.find(Name.of("x", ORIGIN)).orElseThrow().sets().iterator().next().records())
        .extracting(ResourceRecord::ttl)
        .containsExactly(60L, 60L);
  }

  private static Zone build(String text) {
    Zone.Builder builder = Zone.builder(ORIGIN);
    read(text).forEach(builder::add);
    return builder.build();
  }
}
