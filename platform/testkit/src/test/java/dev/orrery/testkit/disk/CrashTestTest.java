package dev.orrery.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// A journal of numbers, one right and three wrong in one place each, under ten thousand schedules.
class CrashTestTest {
  private static final int SCHEDULES = 10_000;

  @Test
  void aCarefulJournalLosesNothingInTenThousandSchedules() {
    CrashTest.run(SCHEDULES, new Journal(Mistake.NONE));
  }

  @Test
  void aJournalThatAcknowledgesBeforeTheForceIsCaught() {
    assertCaught(Mistake.ACKNOWLEDGES_BEFORE_FORCE);
  }

  @Test
  void aJournalThatNeverForcesItsDirectoryIsCaught() {
    assertCaught(Mistake.FORGETS_THE_DIRECTORY);
  }

  @Test
  void aJournalThatTrustsWhateverItFindsIsCaught() {
    assertCaught(Mistake.SKIPS_THE_CHECKSUM);
  }

  @Test
  void theFailureNamesItsSeedAndTheDisksLastOperations() {
    assertThatThrownBy(() -> CrashTest.run(SCHEDULES, new Journal(Mistake.FORGETS_THE_DIRECTORY)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dtest=CrashTestTest -Dorrery.seed=")
        .hasMessageContaining("power cut after operation")
        .hasMessageContaining("truncate journal to");
  }

  private static void assertCaught(Mistake mistake) {
    String first = messageOf(mistake);
    assertThat(first).contains("reproduce: ");
    assertThat(messageOf(mistake)).isEqualTo(first);
  }

  private static String messageOf(Mistake mistake) {
    try {
      CrashTest.run(SCHEDULES, new Journal(mistake));
    } catch (AssertionError caught) {
      return String.valueOf(caught.getMessage());
    }
    throw new AssertionError(mistake + " was not caught");
  }

  private enum Mistake {
    NONE,
    ACKNOWLEDGES_BEFORE_FORCE,
    FORGETS_THE_DIRECTORY,
    SKIPS_THE_CHECKSUM
  }

  /// Frames of a number and its checksum; recovery keeps the frames up to the first bad one.
  private record Journal(Mistake mistake) implements CrashTest.Subject<List<Long>> {
    private static final int FRAME = Long.BYTES + Integer.BYTES;

    @Override
    public List<Long> acknowledged() {
      return new ArrayList<>();
    }

    @Override
    public void work(Disk disk, List<Long> acknowledged, RandomGenerator random)
        throws IOException {
      DiskFile file = disk.open("journal");
      if (mistake != Mistake.FORGETS_THE_DIRECTORY) {
        disk.forceDirectory("");
      }
      long next = file.size() / FRAME;
      List<Long> group = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        file.append(frame(next));
        group.add(next++);
        if (mistake == Mistake.ACKNOWLEDGES_BEFORE_FORCE) {
          acknowledged.addAll(group);
          group.clear();
        }
        if (random.nextInt(4) == 0) {
          file.force();
          acknowledged.addAll(group);
          group.clear();
        }
      }
    }

    @Override
    public void recover(Disk disk, List<Long> acknowledged) throws IOException {
      DiskFile file = disk.open("journal");
      long kept = 0;
      ByteBuffer frame = ByteBuffer.allocate(FRAME);
      while (file.read(kept * FRAME, frame.clear()) == FRAME && valid(frame, kept)) {
        kept++;
      }
      file.truncate(kept * FRAME);
      file.force();
      disk.forceDirectory("");
      for (long i = 0; i < kept; i++) {
        file.read(i * FRAME, frame.clear());
        if (frame.getLong(0) != i) {
          throw new AssertionError("frame " + i + " holds " + frame.getLong(0));
        }
      }
      if (!acknowledged.isEmpty() && acknowledged.getLast() >= kept) {
        throw new AssertionError(
            "acknowledged " + acknowledged.getLast() + ", found " + kept + " frames");
      }
    }

    private boolean valid(ByteBuffer frame, long number) {
      return mistake == Mistake.SKIPS_THE_CHECKSUM || frame.flip().equals(frame(number));
    }

    private static ByteBuffer frame(long number) {
      ByteBuffer frame = ByteBuffer.allocate(FRAME).putLong(number);
      CRC32C checksum = new CRC32C();
      checksum.update(frame.array(), 0, Long.BYTES);
      return frame.putInt((int) checksum.getValue()).flip();
    }
  }
}
