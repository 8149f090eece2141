package dev.orrery.dns.core.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.MessageEncoder;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The walk on virtual time, and each of the tricks that zones and strangers play on it.
class ResolverTest {
  private static final String TLD = "192.0.2.2";
  private static final String GOOD = "192.0.2.3";
  private static final String EVIL = "192.0.2.66";
  private static final String DEAD = "192.0.2.99";

  private static SimulatedInternet internet() {
    return new SimulatedInternet(1)
        .zone(SimulatedInternet.ROOT, ".", "ns. A 192.0.2.1\ntest NS ns.test.\nns.test. A " + TLD)
        .zone(
            TLD,
            "test.",
            """
            ns    A 192.0.2.2
            good  NS ns.good
            ns.good A 192.0.2.3
            evil  NS ns.evil
            ns.evil A 192.0.2.66
            dead  NS ns.dead
            ns.dead A 192.0.2.99
            left  NS ns.right
            right NS ns.left
            """)
        .zone(
            GOOD,
            "good.test.",
            """
            ns   A 192.0.2.3
            www  60 A 203.0.113.1
            once 0 A 203.0.113.2
            alias CNAME www
            away CNAME www.evil.test.
            round CNAME trip
            trip CNAME round
            big TXT %s
            """
                .formatted(("\"" + "x".repeat(250) + "\" ").repeat(8)));
  }

  private static List<String> data(Resolution resolution) {
    return resolution.answers().stream().map(record -> record.data().toString()).toList();
  }

  @Test
  void walksFromTheRootAndThenKnowsTheWay() {
    SimulatedInternet internet = internet();
    Resolution cold = internet.resolve("www.good.test", "A");
    assertThat(data(cold)).containsExactly("203.0.113.1");
    assertThat(cold.packetsOut()).isEqualTo(3);
    assertThat(cold.trace().render())
        .isEqualTo(
            """
            www.good.test. A
            ├─ asked a.root. (192.0.2.1) of zone . for www.good.test. A → referral to test., servers 1, addresses 1
            ├─ asked ns.test. (192.0.2.2) of zone test. for www.good.test. A → referral to good.test., servers 1, addresses 1
            └─ asked ns.good.test. (192.0.2.3) of zone good.test. for www.good.test. A → 203.0.113.1\
            """);

    Resolution warm = internet.resolve("WWW.good.test", "A");
    assertThat(warm.packetsOut()).isZero();
    assertThat(data(warm)).containsExactly("203.0.113.1");

    assertThat(internet.resolve("nothing.good.test", "A").packetsOut()).isEqualTo(1);
  }

  @Test
  void remembersDataAndAbsencesForTheirTtlOnly() {
    SimulatedInternet internet = internet();
    internet.resolve("www.good.test", "A");
    Resolution absent = internet.resolve("nothing.good.test", "A");
    assertThat(absent.code()).isEqualTo(ResponseCode.NXDOMAIN);
    assertThat(absent.authority().orElseThrow().ttl()).isEqualTo(60);
    internet.pass(59_000);
    assertThat(internet.resolve("www.good.test", "A").answers().getFirst().ttl()).isEqualTo(1);
    assertThat(internet.resolve("nothing.good.test", "AAAA").packetsOut()).isZero();
    internet.pass(1_100);
    assertThat(internet.resolve("www.good.test", "A").packetsOut()).isEqualTo(1);
    assertThat(internet.resolve("nothing.good.test", "AAAA").packetsOut()).isEqualTo(1);
    assertThat(data(internet.resolve("once.good.test", "A"))).containsExactly("203.0.113.2");
    assertThat(internet.resolve("once.good.test", "A").packetsOut()).isEqualTo(1);
  }

  @Test
  void followsAliases() {
    assertThat(data(internet().resolve("alias.good.test", "A")))
        .containsExactly("www.good.test.", "203.0.113.1");
  }

  @Test
  void asksAgainOverTcpWhatDidNotFit() {
    Resolution big = internet().resolve("big.good.test", "TXT");
    assertThat(big.code()).isEqualTo(ResponseCode.NOERROR);
    assertThat(big.packetsOut()).isEqualTo(4);
    assertThat(big.trace().render()).contains("→ truncated").contains("over TCP");
  }

  @Test
  void equalQuestionsUnderWayAreOne() {
    SimulatedInternet internet = internet();
    for (int i = 0; i < 100; i++) {
      internet.ask("www.good.test", "A");
    }
    internet.run();
    assertThat(internet.answers()).hasSize(100);
    assertThat(internet.packetsOut()).isEqualTo(3);
  }

  @Test
  void aliasesThatLeadBackEndAtOnce() {
    contained(internet(), "round.good.test", 5);
  }

  @Test
  void anEndlessChainOfAliasesIsCut() {
    SimulatedInternet internet =
        internet()
            .server(
                EVIL,
                (packet, tcp) -> {
                  Message query = SimulatedInternet.decoded(packet);
                  Name name = query.questions().getFirst().name();
                  int number = Integer.parseInt(name.toString().split("[.]")[0].substring(1));
                  Name next = Name.of("c" + (number + 1) + ".evil.test");
                  return List.of(
                      answer(
                          query,
                          true,
                          List.of(
                              ResourceRecord.of(name, RecordType.CNAME, 0, new Rdata.Cname(next))),
                          List.of(),
                          List.of()));
                });
    contained(internet, "c1.evil.test", 24);
  }

  @Test
  void zonesThatPointAtEachOtherEnd() {
    contained(internet(), "www.left.test", 24);
    contained(internet(), "www.right.test", 24);
  }

  @Test
  void aReferralToAHundredNamesIsNotFollowedToAll() {
    for (String victim : List.of("dead.test", "good.test", "nowhere.test")) {
      List<ResourceRecord> servers = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        Name server = Name.of("n" + i + "." + victim);
        servers.add(
            ResourceRecord.of(Name.of("sub.evil.test"), RecordType.NS, 60, new Rdata.Ns(server)));
      }
      SimulatedInternet internet =
          internet()
              .server(
                  EVIL,
                  (packet, tcp) ->
                      List.of(
                          answer(
                              SimulatedInternet.decoded(packet),
                              false,
                              List.of(),
                              servers,
                              List.of())));
      contained(internet, "www.sub.evil.test", 24);
    }
  }

  @Test
  void aDeadServerCostsTwoPacketsAndLessThanTwoSeconds() {
    SimulatedInternet internet = internet();
    contained(internet, "www.dead.test", 4);
    assertThat(internet.nowMillis()).isLessThan(2_000);
    assertThat(DEAD).isNotEmpty();
  }

  /// It ends in SERVFAIL in time and within its packets, and asking again costs nothing.
  private static void contained(SimulatedInternet internet, String name, int packets) {
    Resolution failed = internet.resolve(name, "A");
    assertThat(failed.code()).isEqualTo(ResponseCode.SERVFAIL);
    assertThat(internet.packetsOut()).isEqualTo(failed.packetsOut()).isLessThanOrEqualTo(packets);
    assertThat(internet.nowMillis()).isLessThanOrEqualTo(5_000);
    assertThat(internet.openExchanges()).isZero();
    assertThat(internet.resolve(name, "A").packetsOut()).isZero();
  }

  private static byte[] answer(
      Message query,
      boolean authoritative,
      List<ResourceRecord> answers,
      List<ResourceRecord> authority,
      List<ResourceRecord> additional) {
    return MessageEncoder.encode(
        new Message(
            query.header().answer(ResponseCode.NOERROR, authoritative),
            query.questions(),
            answers,
            authority,
            additional,
            query.edns()),
        MessageEncoder.MAXIMUM_LENGTH);
  }

  @Test
  void recordsOutsideTheBailiwickAreRefused() {
    ResourceRecord poison = address("www.good.test", 0x06060606);
    SimulatedInternet internet =
        internet()
            .tampered(
                EVIL,
                "evil.test.",
                "ns A 192.0.2.66\nwww A 192.0.2.66\naway CNAME www.good.test.",
                honest -> {
                  List<ResourceRecord> answers = new ArrayList<>(honest.answers());
                  if (!answers.isEmpty() && answers.getFirst().type().equals(RecordType.CNAME)) {
                    answers.add(poison);
                  }
                  return new Message(
                      honest.header(),
                      honest.questions(),
                      answers,
                      List.of(),
                      List.of(poison),
                      honest.edns());
                });
    Resolution poisoned = internet.resolve("www.evil.test", "A");
    assertThat(poisoned.trace().render())
        .contains("refused www.good.test. 3600 IN A 6.6.6.6: it lies outside evil.test.");
    assertThat(data(internet.resolve("www.good.test", "A"))).containsExactly("203.0.113.1");
    assertThat(data(internet.resolve("away.evil.test", "A")))
        .containsExactly("www.good.test.", "203.0.113.1");
  }

  private static ResourceRecord address(String name, int address) {
    return ResourceRecord.of(Name.of(name), RecordType.A, 3_600, new Rdata.A(address));
  }

  @Test
  void glueIsNoAnswer() {
    SimulatedInternet internet = internet();
    internet.resolve("www.good.test", "A");
    // The parent gave this address as glue; the zone itself is asked all the same.
    assertThat(internet.resolve("ns.good.test", "A").packetsOut()).isEqualTo(1);
  }

  @Test
  void glueThatEndedBeforeItsReferralIsFetchedAnewFromAbove() {
    SimulatedInternet internet =
        internet()
            .zone(TLD, "test.", "ns A 192.0.2.2\ngood 3600 NS ns.good\nns.good 10 A 192.0.2.3");
    internet.resolve("www.good.test", "A");
    internet.pass(100_000);
    Resolution again = internet.resolve("www.good.test", "A");
    assertThat(data(again)).containsExactly("203.0.113.1");
    // The zone above, the server's own address, and then the answer.
    assertThat(again.packetsOut()).isEqualTo(3);
  }

  @Test
  void packetsThatAnswerNothingAskedAreIgnored() {
    SimulatedInternet.Server honest =
        SimulatedInternet.authority("evil.test.", "ns A 192.0.2.66\nwww A 203.0.113.9");
    SimulatedInternet internet =
        internet()
            .server(
                EVIL,
                (packet, tcp) -> {
                  byte[] truth = honest.answer(packet, tcp).getFirst();
                  byte[] wrongId = truth.clone();
                  wrongId[0] ^= 1;
                  wrongId[truth.length - 1] = 66;
                  byte[] wrongCase = truth.clone();
                  wrongCase[13] ^= 0x20;
                  byte[] cut = java.util.Arrays.copyOf(truth, truth.length - 3);
                  return List.of(wrongId, wrongCase, cut, packet, truth);
                });
    assertThat(data(internet.resolve("www.evil.test", "A"))).containsExactly("203.0.113.9");
    assertThat(internet.resolver().unsolicited()).isEqualTo(4);
  }

  @Test
  void aServerThatLowersTheCaseIsHeardAtTheSecondTry() {
    SimulatedInternet internet =
        internet()
            .tampered(
                EVIL,
                "evil.test.",
                "ns A 192.0.2.66\nwww A 203.0.113.9",
                honest ->
                    new Message(
                        honest.header(),
                        List.of(
                            new dev.orrery.dns.core.message.Question(
                                Name.of("www.evil.test"), RecordType.A, 1)),
                        honest.answers(),
                        honest.authority(),
                        honest.additional(),
                        honest.edns()));
    assertThat(data(internet.resolve("www.evil.test", "A"))).containsExactly("203.0.113.9");
  }

  @Test
  void serversThatDoNotServeTheZoneAreLeft() {
    SimulatedInternet internet =
        internet().zone(EVIL, "other.test.", "ns A 192.0.2.66"); // answers REFUSED
    assertThat(internet.resolve("www.evil.test", "A").code()).isEqualTo(ResponseCode.SERVFAIL);
    assertThat(internet.packetsOut()).isEqualTo(3);
  }

  @Test
  void oneDeadServerOfTwoIsAskedLastAfterwards() {
    SimulatedInternet internet =
        new SimulatedInternet(5)
            .zone(
                SimulatedInternet.ROOT,
                ".",
                "ns. A 192.0.2.1\ntest NS a.test.\ntest NS b.test.\n"
                    + "a.test. A 192.0.2.2\nb.test. A 192.0.2.99")
            .zone(TLD, "test.", "ns A 192.0.2.2\n* 1 A 203.0.113.1");
    int dead = 0;
    for (int i = 0; i < 20; i++) {
      int packets = internet.resolve("n" + i + ".test", "A").packetsOut();
      dead += packets > 1 && i > 0 ? 1 : 0;
    }
    assertThat(dead).isLessThanOrEqualTo(1);
  }
}
