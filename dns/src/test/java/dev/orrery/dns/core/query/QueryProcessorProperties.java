package dev.orrery.dns.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.dns.core.message.Edns;
import dev.orrery.dns.core.message.Header;
import dev.orrery.dns.core.message.MalformedMessageException;
import dev.orrery.dns.core.message.Message;
import dev.orrery.dns.core.message.MessageDecoder;
import dev.orrery.dns.core.message.MessageEncoder;
import dev.orrery.dns.core.message.Name;
import dev.orrery.dns.core.message.Octets;
import dev.orrery.dns.core.message.Question;
import dev.orrery.dns.core.message.Rdata;
import dev.orrery.dns.core.message.RecordType;
import dev.orrery.dns.core.message.ResourceRecord;
import dev.orrery.dns.core.query.QueryProcessor.Response;
import dev.orrery.dns.core.query.QueryProcessor.Transport;
import dev.orrery.dns.core.routing.RoundRobinRouting;
import dev.orrery.dns.core.zone.ClosestEncloserLookup;
import dev.orrery.dns.core.zone.MasterFile;
import dev.orrery.dns.core.zone.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class QueryProcessorProperties {
  private static final Name ORIGIN = Name.of("orrery.test");
  private static final String TEXT =
      """
      @ SOA ns1 hostmaster 7 7200 900 1209600 5
      @ NS ns1
      ns1 A 127.0.0.1
      three A 127.0.0.1
      three A 127.0.0.2
      three A 127.0.0.3
      sub NS ns1.sub
      ns1.sub A 127.0.0.1
      """;

  private final QueryProcessor processor = processor();

  private static QueryProcessor processor() {
    Zone.Builder builder = Zone.builder(ORIGIN);
    MasterFile.read(TEXT, "test", ORIGIN).forEach(builder::add);
    String line = "big TXT " + "x".repeat(200) + "%d\n";
    for (int i = 0; i < 20; i++) {
      MasterFile.read(line.formatted(i), "test", ORIGIN).forEach(builder::add);
    }
    Zone zone = builder.build();
    return new QueryProcessor(
        () -> zone, new ClosestEncloserLookup(), new RoundRobinRouting(), new Random(1));
  }

  private static Message query(String name, String type, Optional<Edns> edns) {
    Name absolute = Name.of(name, ORIGIN);
    Message plain = Message.query(77, absolute, RecordType.named(type).orElseThrow());
    return Message.bare(plain.header().with(Header.RECURSION_DESIRED), plain.questions(), edns);
  }

  private static Optional<Edns> edns(int size) {
    return Optional.of(new Edns(size, 0, 0, true, List.of()));
  }

  private Message ask(Message query, Transport transport) {
    byte[] packet = MessageEncoder.encode(query, MessageEncoder.MAXIMUM_LENGTH);
    Response response = processor.answer(packet, packet.length, transport).orElseThrow();
    try {
      return MessageDecoder.decode(response.packet(), response.packet().length);
    } catch (MalformedMessageException malformed) {
      throw new AssertionError(malformed);
    }
  }

  @Property(tries = 2_000)
  void anyDamageIsAnsweredOrDroppedAndTheAnswerIsWellFormed(@ForAll long seed)
      throws MalformedMessageException {
    Random random = new Random(seed);
    Message base = query("three", "A", random.nextBoolean() ? edns(1232) : Optional.empty());
    byte[] packet = MessageEncoder.encode(base, 512);
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
    }
    int length = random.nextInt(packet.length + 1);
    Optional<Response> response = processor.answer(packet, length, Transport.UDP);
    boolean silent = length < MessageDecoder.HEADER_LENGTH || (packet[2] & 0x80) != 0;
    assertThat(response.isEmpty()).isEqualTo(silent);
    if (response.isPresent()) {
      byte[] out = response.get().packet();
      Message decoded = MessageDecoder.decode(out, out.length);
      assertThat(Arrays.copyOf(out, 2)).isEqualTo(Arrays.copyOf(packet, 2));
      assertThat(decoded.header().has(Header.RESPONSE)).isTrue();
      assertThat(out.length).isLessThanOrEqualTo(QueryProcessor.EDNS_LIMIT);
    }
  }

  @Example
  void theQuestionIsEchoedInItsOwnCase() {
    Message answer = ask(query("tHrEe", "A", Optional.empty()), Transport.UDP);
    assertThat(answer.questions().getFirst().name()).hasToString("tHrEe.orrery.test.");
    assertThat(answer.header().has(Header.RECURSION_DESIRED)).isTrue();
    assertThat(answer.header().has(Header.RECURSION_AVAILABLE)).isFalse();
  }

  @Example
  void udpAnswersKeepTheClientsSizeAndTcpOnesAreWhole() {
    for (int size : new int[] {0, 100, 512, 900, 1_232, 4_096}) {
      Message cut = ask(query("big", "TXT", edns(size)), Transport.UDP);
      assertThat(cut.header().has(Header.TRUNCATED)).as("size %d", size).isTrue();
      assertThat(cut.answers()).isEmpty();
    }
    Message whole = ask(query("big", "TXT", edns(512)), Transport.TCP);
    assertThat(whole.header().has(Header.TRUNCATED)).isFalse();
    assertThat(whole.answers()).hasSize(20);
  }

  @Example
  void optIsAnsweredWithOptAndOnlyThen() {
    Edns opt = ask(query("three", "A", edns(4_096)), Transport.UDP).edns().orElseThrow();
    assertThat(opt).isEqualTo(new Edns(1_232, 0, 0, true, List.of()));
    assertThat(ask(query("three", "A", Optional.empty()), Transport.UDP).edns()).isEmpty();
  }

  @Example
  void anUnknownEdnsVersionIsBadvers() {
    Edns ours = new Edns(1_232, 0, 1, false, List.of());
    Message answer = ask(query("three", "A", Optional.of(ours)), Transport.UDP);
    assertThat(answer.header().responseCode()).isZero();
    assertThat(answer.edns().orElseThrow().extendedCode()).isEqualTo(1);
    assertThat(answer.edns().orElseThrow().version()).isZero();
    assertThat(answer.answers()).isEmpty();
  }

  @Example
  void otherOperationsAndClassesAreRefused() {
    Message plain = query("three", "A", Optional.empty());
    for (int opcode = 1; opcode < 16; opcode++) {
      Header header = new Header(77, opcode << 11);
      Message answer =
          ask(Message.bare(header, plain.questions(), Optional.empty()), Transport.UDP);
      assertThat(answer.header().opcode()).isEqualTo(opcode);
      assertThat(answer.header().responseCode()).isEqualTo(4);
    }
    Question chaos = new Question(ORIGIN, RecordType.TXT, 3);
    assertThat(ask(Message.bare(plain.header(), List.of(chaos), Optional.empty()), Transport.UDP))
        .extracting(answer -> answer.header().responseCode())
        .isEqualTo(5);
    Message two =
        Message.bare(
            plain.header(),
            List.of(plain.questions().getFirst(), plain.questions().getFirst()),
            Optional.empty());
    assertThat(ask(two, Transport.UDP).header().responseCode()).isEqualTo(1);
  }

  @Example
  void aSignedQueryIsRefusedSinceNoKeyIsKnown() {
    ResourceRecord signature =
        new ResourceRecord(
            Name.of("key"), RecordType.TSIG, 255, 0, new Rdata.Opaque(Octets.of("rubbish")));
    Message plain = query("three", "A", Optional.empty());
    Message signed =
        new Message(
            plain.header(),
            plain.questions(),
            List.of(),
            List.of(),
            List.of(signature),
            Optional.empty());
    assertThat(ask(signed, Transport.UDP).header().responseCode()).isEqualTo(5);
  }

  @Example
  void successiveAnswersStartWithDifferentAddresses() {
    Set<String> first = new HashSet<>();
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Message answer = ask(query("three", "A", Optional.empty()), Transport.UDP);
      first.add(answer.answers().getFirst().data().toString());
      sizes.add(answer.answers().size());
    }
    assertThat(first).hasSize(3);
    assertThat(sizes).containsOnly(3);
  }
}
