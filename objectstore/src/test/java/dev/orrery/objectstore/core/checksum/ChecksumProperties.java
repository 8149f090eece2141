package dev.orrery.objectstore.core.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChecksumProperties {
  private static byte[] of(ChecksumAlgorithm algorithm, byte[] bytes) {
    RunningChecksum running = algorithm.start();
    running.update(bytes, 0, bytes.length);
    return running.value();
  }

  /// The check values of the published catalogues of CRCs, and of FIPS 180.
  @Example
  void givesThePublishedCheckValues() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(of(ChecksumAlgorithm.CRC32, digits))).isEqualTo("cbf43926");
    assertThat(hex.formatHex(of(ChecksumAlgorithm.CRC32C, digits))).isEqualTo("e3069283");
    assertThat(hex.formatHex(of(ChecksumAlgorithm.CRC64NVME, digits)))
        .isEqualTo("ae8b14860a799888");
    assertThat(hex.formatHex(of(ChecksumAlgorithm.SHA1, digits)))
        .isEqualTo("f7c3bc1d808e04732adf679965ccc34ca7ae3441");
  }

  @Property
  void crc64BySlicesIsCrc64ByBytes(@ForAll byte[] bytes) {
    Crc64Nvme sliced = new Crc64Nvme();
    sliced.update(bytes, 0, bytes.length);
    Crc64Nvme stepped = new Crc64Nvme();
    for (byte b : bytes) {
      stepped.update(b);
    }
    assertThat(sliced.getValue()).isEqualTo(stepped.getValue());
  }

  @Property
  void theCrcOfTheWholeFollowsFromThoseOfItsParts(
      @ForAll byte[] bytes, @ForAll @IntRange(min = 0, max = 1_000) int cut) {
    int at = Math.min(cut, bytes.length);
    byte[] first = Arrays.copyOf(bytes, at);
    byte[] second = Arrays.copyOfRange(bytes, at, bytes.length);
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      if (algorithm.isLinear()) {
        assertThat(
                CrcCombination.of(algorithm)
                    .combine(of(algorithm, first), of(algorithm, second), second.length))
            .isEqualTo(of(algorithm, bytes));
      }
    }
  }
}
