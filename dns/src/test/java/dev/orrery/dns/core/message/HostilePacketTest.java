package dev.orrery.dns.core.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostilePacketTest {
  private static final String HEADER = "1234" + "0000" + "0001" + "0000" + "0000" + "0000";
  private static final String A_IN = "00010001";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a pointer to itself, c00c",
    "two pointers in a loop, c00ec00c",
    "a forward pointer, c014",
    "a pointer past the end, ffff",
    "a pointer into the header, c000",
    "a label that ends in a pointer to its own start, 0161c00c",
    "label type 01, 416100",
    "label type 10, 816100",
    "a label past the end, 3f616263",
    "no end of the name, 0161",
  })
  void namesThatDoNotEndAreRefused(String what, String name) {
    byte[] packet = HexFormat.of().parseHex(HEADER + name + A_IN);
    assertThatThrownBy(() -> MessageDecoder.decode(packet, packet.length))
        .as(what)
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void aNameOf255OctetsIsTakenAndOneOf256IsNot() throws MalformedMessageException {
    byte[] longest = question(127, "");
    assertThat(MessageDecoder.decode(longest, longest.length).questions().getFirst().name())
        .extracting(Name::wireLength)
        .isEqualTo(255);
    byte[] tooLong = question(126, "026161");
    assertThatThrownBy(() -> MessageDecoder.decode(tooLong, tooLong.length))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessageContaining("255");
  }

  private static byte[] question(int labels, String lastLabel) {
    return HexFormat.of().parseHex(HEADER + "0161".repeat(labels) + lastLabel + "00" + A_IN);
  }

  /// A name of pointers chained backwards: each jump is legal, and their number is bounded by the
  /// packet's length.
  @Test
  void aLongChainOfPointersEnds() {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    packet.writeBytes(HexFormat.of().parseHex("123400000001000000000001" + "00" + A_IN));
    // One unknown record whose data is a chain: each pointer leads to the one before it.
    packet.writeBytes(HexFormat.of().parseHex("00" + "ff14" + "0001" + "00000000"));
    int count = 5_000;
    packet.write((2 * count) >>> 8);
    packet.write(2 * count);
    int target = 12;
    for (int i = 0; i < count; i++) {
      int at = packet.size();
      packet.write(0xc0 | (target >>> 8));
      packet.write(target);
      target = at;
    }
    byte[] whole = packet.toByteArray();
    whole[11] = 2;
    byte[] withName = java.util.Arrays.copyOf(whole, whole.length + 12);
    withName[whole.length] = (byte) (0xc0 | (target >>> 8));
    withName[whole.length + 1] = (byte) target;
    withName[whole.length + 3] = (byte) 99;
    org.junit.jupiter.api.Assertions.assertDoesNotThrow(
        () -> MessageDecoder.decode(withName, withName.length));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "two OPT, 0002, 00002904d000000000000000002904d0000000000000",
    "OPT below a name, 0001, 01780000290400000000000000",
    "an option past OPT, 0001, 00002904d0000000000007000a0032616263",
    "OPT cut, 0001, 00002904",
    "no record, 0001, ''",
    "data past the end, 0001, 0178000001000100000000038461",
    "an address of five octets, 0001, 01780000010001000000000005 0102030405",
    "octets behind the message, 0000, 6767",
  })
  void brokenRecordsAreRefused(String what, String count, String records) {
    byte[] packet =
        HexFormat.of()
            .parseHex(
                "12340000" + "0001" + "00000000" + count + "00" + A_IN + records.replace(" ", ""));
    assertThatThrownBy(() -> MessageDecoder.decode(packet, packet.length))
        .as(what)
        .isInstanceOf(MalformedMessageException.class);
  }
}
