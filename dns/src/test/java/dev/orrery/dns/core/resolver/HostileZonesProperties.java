package dev.orrery.dns.core.resolver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.core.message.Header;
import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.MessageEncoder;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.Question;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.message.ResponseCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/// Random zone graphs, where every server says what it likes: the resolver always ends, in time and
/// within its packets.
class HostileZonesProperties {
  private static final int SERVERS = 5;
  private static final int LABELS = 4;
  private static final int QUESTIONS = 4;

  @Property(tries = 400)
  void everyQuestionEndsInTimeAndWithinItsBudget(@ForAll long seed) {
    check(seed);
  }

  @Property(tries = 20_000)
  @Tag("deep")
  void everyQuestionEndsInTimeAndWithinItsBudgetInManyWorlds(@ForAll long seed) {
    check(seed);
  }

  private static void check(long seed) {
    Random random = new Random(seed);
    SimulatedInternet internet = new SimulatedInternet(seed, new TtlCache(50));
    for (int server = 1; server <= SERVERS; server++) {
      boolean dead = server > 1 && random.nextInt(4) == 0;
      if (!dead) {
        internet.server("192.0.2." + server, (packet, tcp) -> hostile(packet, tcp, random));
      }
    }
    for (int i = 0; i < QUESTIONS; i++) {
      int packetsBefore = internet.packetsOut();
      long before = internet.nowMillis();
      Resolution resolution = internet.resolve(name(random).toString(), "A");
      assertThat(internet.packetsOut() - packetsBefore)
          .isEqualTo(resolution.packetsOut())
          .isLessThanOrEqualTo(ResolverLimits.DEFAULTS.packets());
      assertThat(internet.nowMillis() - before).isLessThanOrEqualTo(5_000);
      assertThat(internet.openExchanges()).isZero();
      assertThat(internet.resolver().cacheSize()).isLessThanOrEqualTo(50);
    }
  }

  private static Name name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int labels = 1 + random.nextInt(4); labels > 0; labels--) {
      name.append((char) ('a' + random.nextInt(LABELS))).append('.');
    }
    return Name.of(name.toString());
  }

  private static List<byte[]> hostile(byte[] packet, boolean tcp, Random random) {
    Message query = SimulatedInternet.decoded(packet);
    List<byte[]> answers = new ArrayList<>();
    for (int copies = 1 + random.nextInt(2); copies > 0; copies--) {
      answers.add(MessageEncoder.encode(reply(query, random), tcp ? 65_535 : 1_232));
    }
    if (random.nextInt(5) == 0) {
      answers.getFirst()[random.nextInt(answers.getFirst().length)] ^=
          (byte) (1 + random.nextInt(255));
    }
    return answers;
  }

  private static Message reply(Message query, Random random) {
    Question question = query.questions().getFirst();
    List<ResourceRecord> answers = new ArrayList<>();
    List<ResourceRecord> authority = new ArrayList<>();
    List<ResourceRecord> additional = new ArrayList<>();
    ResponseCode code = ResponseCode.NOERROR;
    boolean authoritative = random.nextInt(3) > 0;
    switch (random.nextInt(8)) {
      case 0 -> answers.add(alias(question.name(), random));
      case 1, 2, 3 -> {
        authoritative = false;
        Name cut = question.name();
        for (int up = random.nextInt(3); up > 0 && !cut.isRoot(); up--) {
          cut = cut.parent();
        }
        for (int servers = 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 3);
            servers > 0;
            servers--) {
          Name server = name(random);
          authority.add(
              ResourceRecord.of(cut, RecordType.NS, random.nextInt(3), new Rdata.Ns(server)));
          if (random.nextInt(3) == 0) {
            additional.add(address(server, random));
          }
        }
      }
      case 4 -> code = random.nextBoolean() ? ResponseCode.NXDOMAIN : ResponseCode.NOERROR;
      case 5 -> code = random.nextBoolean() ? ResponseCode.FORMERR : ResponseCode.REFUSED;
      case 6 -> answers.add(address(question.name(), random));
      default -> {
        for (int strings = random.nextInt(8); strings > 0; strings--) {
          answers.add(
              ResourceRecord.of(
                  question.name(),
                  RecordType.TXT,
                  5,
                  new Rdata.Txt(List.of(Octets.of("x".repeat(200) + strings)))));
        }
      }
    }
    Header header = query.header().answer(code, authoritative);
    return new Message(header, query.questions(), answers, authority, additional, query.edns());
  }

  private static ResourceRecord alias(Name name, Random random) {
    return ResourceRecord.of(
        name, RecordType.CNAME, random.nextInt(3), new Rdata.Cname(name(random)));
  }

  private static ResourceRecord address(Name name, Random random) {
    int address = 0xc0000200 | (1 + random.nextInt(SERVERS + 1));
    return ResourceRecord.of(name, RecordType.A, random.nextInt(3), new Rdata.A(address));
  }
}
