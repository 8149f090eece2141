package dev.orrery.primitives.appendfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Recovery, by trying everything: each prefix, each flipped bit.
class AppendFileTest {
  private static final List<String> RECORDS = List.of("one", "", "three", "a longer fourth record");

  @Test
  void everyPrefixGivesTheRecordsThatAreWholeInItAndGoesOn() throws IOException {
    byte[] whole = written(true);
    int before = 0;
    for (int size = 0; size <= whole.length; size++) {
      MemoryDisk disk = new MemoryDisk(Arrays.copyOf(whole, size));
      List<String> found;
      try (AppendFile file = new AppendFile(disk, "f")) {
        found = records(file);
        assertThat(found).isEqualTo(RECORDS.subList(0, found.size()));
        assertThat(found.size()).isGreaterThanOrEqualTo(before);
        assertThat(file.recovery().damage()).isEmpty();
        before = found.size();
        file.append(bytes("next"));
      }
      List<String> expected = new ArrayList<>(found);
      expected.add("next");
      try (AppendFile file = new AppendFile(disk, "f")) {
        assertThat(records(file)).isEqualTo(expected);
        assertThat(file.recovery().cutBytes()).isZero();
      }
    }
    assertThat(before).isEqualTo(RECORDS.size());
  }

  @Test
  void everyFlippedBitBelowTheLastMarkCostsOneRecordAtMostAndIsReported() throws IOException {
    byte[] whole = written(true);
    for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
      MemoryDisk disk = new MemoryDisk(whole);
      disk.bytes[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      try (AppendFile file = new AppendFile(disk, "f")) {
        List<String> lost = new ArrayList<>(RECORDS);
        for (String record : records(file)) {
          assertThat(lost.remove(record)).as("bit %d gave '%s'", bit, record).isTrue();
        }
        assertThat(lost).as("bit %d", bit).hasSizeLessThanOrEqualTo(1);
        assertThat(file.recovery().damage())
            .as("bit %d", bit)
            .hasSizeGreaterThanOrEqualTo(lost.size());
      }
    }
  }

  @Test
  void everyFlippedBitOfAnUnforcedTailCutsThereAndNothingBefore() throws IOException {
    byte[] whole = written(false);
    for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
      MemoryDisk disk = new MemoryDisk(whole);
      disk.bytes[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      try (AppendFile file = new AppendFile(disk, "f")) {
        List<String> found = records(file);
        assertThat(found).isEqualTo(RECORDS.subList(0, found.size()));
        assertThat(file.recovery().damage()).isEmpty();
        assertThat(file.recovery().cutBytes()).isPositive();
      }
    }
  }

  @Test
  void aFrameInsideARecordIsNotTakenForARecord() throws IOException {
    MemoryDisk disk = new MemoryDisk();
    try (AppendFile file = new AppendFile(disk, "f")) {
      file.append(ByteBuffer.wrap(written(true)));
      file.append(bytes("after"));
    }
    disk.bytes[5] ^= 1;
    try (AppendFile file = new AppendFile(disk, "f")) {
      assertThat(records(file)).containsExactly("after");
      assertThat(file.recovery().damage()).hasSize(1);
    }
  }

  @Test
  void forceDoesNothingWhenNothingWasAppended() throws IOException {
    MemoryDisk disk = new MemoryDisk(written(true));
    AppendFile file = new AppendFile(disk, "f");
    file.force();
    assertThat(disk.forces).isZero();
    file.append(bytes("more"));
    file.force();
    file.force();
    assertThat(disk.forces).isEqualTo(1);
  }

  @Test
  void openingAgainAndAgainChangesNothing() throws IOException {
    MemoryDisk disk = new MemoryDisk(written(true));
    byte[] before = disk.bytes.clone();
    new AppendFile(disk, "f");
    new AppendFile(disk, "f");
    assertThat(disk.bytes).isEqualTo(before);
  }

  @Test
  void aRecordThatIsTooLargeIsRefused() throws IOException {
    AppendFile file = new AppendFile(new MemoryDisk(), "f");
    ByteBuffer large = ByteBuffer.allocate(AppendFile.MAXIMUM_RECORD_BYTES + 1);
    assertThatThrownBy(() -> file.append(large)).isInstanceOf(IllegalArgumentException.class);
  }

  /// The bytes of a file of [#RECORDS], each forced, or none.
  private static byte[] written(boolean forced) throws IOException {
    MemoryDisk disk = new MemoryDisk();
    AppendFile file = new AppendFile(disk, "f");
    for (String record : RECORDS) {
      file.append(bytes(record));
      if (forced) {
        file.force();
      }
    }
    return disk.bytes.clone();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> records(AppendFile file) throws IOException {
    List<String> found = new ArrayList<>();
    file.scan(
        0,
        new RecordFile.Visitor() {
          @Override
          public void record(long position, ByteBuffer payload) {
            found.add(StandardCharsets.UTF_8.decode(payload).toString());
          }

          @Override
          public void damage(RecordFile.Damage damage) {
            assertThat(damage.length()).isPositive();
          }
        });
    return found;
  }
}
