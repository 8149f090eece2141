package dev.orrery.dns.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MessageCodecProperties {
  @Provide
  Arbitrary<Message> messages() {
    return MessageArbitraries.messages();
  }

  @Provide
  Arbitrary<Name> names() {
    return MessageArbitraries.names();
  }

  @Property(tries = 500)
  void whatIsEncodedIsDecodedEqual(@ForAll("messages") Message message)
      throws MalformedMessageException {
    byte[] packet = MessageEncoder.encode(message, MessageEncoder.MAXIMUM_LENGTH);
    assertThat(MessageDecoder.decode(packet, packet.length)).isEqualTo(message);
  }

  @Property(tries = 60)
  void everyProperPrefixIsMalformed(@ForAll("messages") Message message) {
    byte[] packet = MessageEncoder.encode(message, MessageEncoder.MAXIMUM_LENGTH);
    for (int length = 0; length < packet.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> MessageDecoder.decode(packet, cut))
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  /// The octets behind `length` must never be looked at: they are poisoned, and the result may not
  /// depend on the poison.
  @Property(tries = 500)
  void damagedPacketsAreDecodedOrRefusedAndNeverReadPast(
      @ForAll("messages") Message message, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] packet = MessageEncoder.encode(message, MessageEncoder.MAXIMUM_LENGTH);
    for (int i = 0; i < 1 + random.nextInt(8); i++) {
      packet[random.nextInt(packet.length)] = (byte) random.nextInt(256);
    }
    int length = 1 + random.nextInt(packet.length);
    assertThat(outcome(packet, length, (byte) 0)).isEqualTo(outcome(packet, length, (byte) 0xc0));
  }

  private static Object outcome(byte[] packet, int length, byte poison) {
    byte[] poisoned = Arrays.copyOf(packet, packet.length + 64);
    Arrays.fill(poisoned, length, poisoned.length, poison);
    try {
      return MessageDecoder.decode(poisoned, length);
    } catch (MalformedMessageException malformed) {
      return String.valueOf(malformed.getMessage());
    }
  }

  @Property(tries = 300)
  void aTruncatedMessageFitsAndCanBeDecoded(@ForAll("messages") Message message)
      throws MalformedMessageException {
    byte[] packet = MessageEncoder.encode(message, 512);
    Message decoded = MessageDecoder.decode(packet, packet.length);
    assertThat(decoded.questions()).isEqualTo(message.questions());
    assertThat(decoded.edns()).isEqualTo(message.edns());
    boolean whole =
        decoded.answers().equals(message.answers())
            && decoded.authority().equals(message.authority());
    assertThat(packet.length <= 512 || message.questions().size() > 1).isTrue();
    assertThat(whole || decoded.header().has(Header.TRUNCATED)).isTrue();
    assertThat(whole || (decoded.answers().isEmpty() && decoded.authority().isEmpty())).isTrue();
  }

  @Property
  void aNameIsReadBackFromItsText(@ForAll("names") Name name) {
    assertThat(Name.of(name.toString())).isEqualTo(name);
  }

  @Property
  void namesCompareWithoutCaseAndKeepIt(@ForAll("names") Name name) {
    Name upper = Name.of(name.toString().toUpperCase(java.util.Locale.ROOT));
    assertThat(upper).isEqualTo(name).hasSameHashCodeAs(name);
    assertThat(upper.toString()).isEqualTo(name.toString().toUpperCase(java.util.Locale.ROOT));
  }

  @Property(tries = 100)
  void sharedSuffixesAreWrittenOnce(@ForAll("names") Name name) {
    if (name.isRoot()) {
      return;
    }
    ResourceRecord record = ResourceRecord.of(name, RecordType.NS, 1, new Rdata.Ns(name));
    Message message =
        new Message(
            new Header(1, 0),
            List.of(new Question(name, RecordType.NS, 1)),
            List.of(record, record.withTtl(2)),
            List.of(),
            List.of(),
            java.util.Optional.empty());
    int header = 12;
    int question = name.wireLength() + 4;
    int compressedRecord = 2 + 10 + 2;
    assertThat(MessageEncoder.encode(message, 65_535))
        .hasSize(header + question + 2 * compressedRecord);
  }
}
