package dev.orrery.testkit.disk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrashDiskTest {
  private static final int SEEDS = 300;

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(CrashDisk disk, String name) {
    return new String(disk.content(name), UTF_8);
  }

  private static DiskFile durable(CrashDisk disk, String name, String content) throws IOException {
    DiskFile file = disk.open(name);
    file.append(bytes(content));
    file.force();
    disk.forceDirectory(Namespace.directoryOf(name));
    return file;
  }

  @Test
  void keepsWhatWasForcedUnderAForcedNameOnEverySeed() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      CrashDisk disk = new CrashDisk(seed);
      DiskFile file = durable(disk, "log/0", "forced");
      file.append(bytes("not forced"));
      CrashDisk after = disk.crash();
      assertThat(text(after, "log/0")).startsWith("forced");
      assertThat(after.crash().content("log/0")).startsWith(bytes("forced").array());
    }
  }

  @Test
  void loseTearReorderAndKeepAreAllSeenOfUnforcedAppends() throws IOException {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 2_000; seed++) {
      CrashDisk disk = new CrashDisk(seed);
      DiskFile file = durable(disk, "log", "A");
      file.append(bytes("BBBB"));
      file.append(bytes("CCCC"));
      seen.add(text(disk.crash(), "log"));
    }
    assertThat(seen).contains("A", "ABBBBCCCC", "ABBBB", "ABB", "A\0\0\0\0CCCC", "ABBBB\0\0\0\0");
    assertThat(seen)
        .anyMatch(left -> left.endsWith("CCCC") && !left.contains("B") && left.indexOf('\0') < 0);
  }

  @Test
  void aNameWhoseDirectoryWasNotForcedMayBeGoneThoughItsBytesWereForced() throws IOException {
    Set<Boolean> survived = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      CrashDisk disk = new CrashDisk(seed);
      DiskFile file = disk.open("a");
      file.append(bytes("x"));
      file.force();
      CrashDisk after = disk.crash();
      if (after.exists("a")) {
        assertThat(text(after, "a")).isEqualTo("x");
      }
      survived.add(after.exists("a"));
    }
    assertThat(survived).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void anUnforcedRenameShowsTheOldOrTheNewFileAndNeverNeither() throws IOException {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      CrashDisk disk = new CrashDisk(seed);
      durable(disk, "current", "old");
      durable(disk, "next", "new");
      disk.rename("next", "current");
      seen.add(text(disk.crash(), "current"));
    }
    assertThat(seen).containsExactlyInAnyOrder("old", "new");
  }

  @Test
  void forcedRenamesAndDeletionsStand() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      CrashDisk disk = new CrashDisk(seed);
      durable(disk, "a/1", "one");
      durable(disk, "a/2", "two");
      disk.rename("a/1", "b/1");
      disk.delete("a/2");
      disk.forceDirectory("a");
      disk.forceDirectory("b");
      CrashDisk after = disk.crash();
      assertThat(after.list("a")).isEmpty();
      assertThat(after.list("")).containsExactly("b");
      assertThat(text(after, "b/1")).isEqualTo("one");
    }
  }

  @Test
  void aForcedRenameOutOfADirectoryDoesNotLeaveItsCreationBehind() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      CrashDisk disk = new CrashDisk(seed);
      DiskFile file = disk.open("temporary/x");
      file.append(bytes("x"));
      file.force();
      disk.rename("temporary/x", "final/x");
      disk.forceDirectory("final");
      CrashDisk after = disk.crash();
      assertThat(text(after, "final/x")).isEqualTo("x");
      assertThat(after.exists("temporary/x")).isFalse();
    }
  }

  @Test
  void anUnforcedTruncationMayBeUndoneButKeepsThePrefix() throws IOException {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < 1_000; seed++) {
      CrashDisk disk = new CrashDisk(seed);
      DiskFile file = durable(disk, "log", "ABCDEFGH");
      file.truncate(4);
      file.truncate(2);
      file.append(bytes("xy"));
      seen.add(text(disk.crash(), "log"));
    }
    assertThat(seen).contains("ABCDEFGH", "AB", "ABxy").allMatch(left -> left.startsWith("AB"));
  }

  @Test
  void aForceAfterAFailedOneMakesNothingSafe() throws IOException {
    int lost = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      CrashDisk disk = new CrashDisk(seed);
      DiskFile file = durable(disk, "log", "A");
      file.append(bytes("B"));
      disk.failForce(1);
      assertThatThrownBy(file::force).isInstanceOf(IOException.class);
      file.force();
      assertThat(disk.forcedSize("log")).isEqualTo(1);
      lost += text(disk.crash(), "log").equals("AB") ? 0 : 1;
    }
    assertThat(lost).isPositive();
  }

  @Test
  void theSameSeedLeavesTheSameDisk() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(crashOfManyFiles(seed)).isEqualTo(crashOfManyFiles(seed));
    }
  }

  private static List<String> crashOfManyFiles(long seed) throws IOException {
    CrashDisk disk = new CrashDisk(seed);
    for (int i = 0; i < 5; i++) {
      DiskFile file = disk.open("f" + i);
      file.append(ByteBuffer.allocate(700));
      file.append(bytes("tail " + i));
    }
    disk.rename("f1", "f2");
    CrashDisk after = disk.crash();
    return after.list("").stream().map(name -> name + "=" + text(after, name)).toList();
  }

  @Test
  void crashesAtTheOrderedOperationAndStaysDead() throws IOException {
    CrashDisk disk = new CrashDisk(1);
    DiskFile file = durable(disk, "log", "A");
    disk.crashAfter(2);
    file.append(bytes("B"));
    assertThatThrownBy(file::force).isInstanceOf(SimulatedCrash.class);
    assertThatThrownBy(() -> file.append(bytes("C"))).isInstanceOf(SimulatedCrash.class);
    assertThatThrownBy(file::size).isInstanceOf(SimulatedCrash.class);
    assertThatThrownBy(() -> disk.open("other")).isInstanceOf(SimulatedCrash.class);
    CrashDisk after = disk.crash();
    assertThat(text(after, "log")).startsWith("A");
    file.close();
    assertThatThrownBy(() -> file.read(0, ByteBuffer.allocate(1)))
        .isInstanceOf(SimulatedCrash.class);
    assertThatThrownBy(disk::crash).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aForceStruckByTheCutMayHaveBeenDoneOrNot() throws IOException {
    Set<String> seen = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      CrashDisk disk = new CrashDisk(seed);
      DiskFile file = durable(disk, "log", "A");
      file.append(bytes("B"));
      disk.crashAfter(1);
      assertThatThrownBy(file::force).isInstanceOf(SimulatedCrash.class);
      seen.add(text(disk.crash(), "log"));
    }
    assertThat(seen).contains("A", "AB");
  }

  @Test
  void failsTheOrderedOperationOnce() throws IOException {
    CrashDisk disk = new CrashDisk(1);
    DiskFile file = disk.open("log");
    disk.failOperation(1);
    assertThatThrownBy(() -> file.append(bytes("0123456789")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("append 10 bytes to log at 0");
    assertThat(file.size()).isLessThanOrEqualTo(10);
    long before = file.size();
    file.append(bytes("x"));
    assertThat(file.size()).isEqualTo(before + 1);
  }

  @Test
  void aFullDiskTakesWhatFitsAndHasRoomAgainAfterADeletion() throws IOException {
    CrashDisk disk = new CrashDisk(1);
    disk.limitTo(6);
    DiskFile file = disk.open("a");
    file.append(bytes("1234"));
    assertThatThrownBy(() -> file.append(bytes("5678"))).hasMessageContaining("no space left");
    assertThat(text(disk, "a")).isEqualTo("123456");
    disk.delete("a");
    disk.open("b").append(bytes("123456"));
    assertThat(text(disk, "b")).isEqualTo("123456");
  }

  @Test
  void flipsOneBit() throws IOException {
    CrashDisk disk = new CrashDisk(1);
    durable(disk, "log", "AAA");
    disk.flipBit("log", 1);
    disk.flipBit("log", 2, 1);
    assertThat(text(disk, "log")).isEqualTo("A@C");
    assertThatThrownBy(() -> disk.flipBit("log", 3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void readsAppendsListsAndDeletesAsADiskDoes() throws IOException {
    CrashDisk disk = new CrashDisk(1);
    DiskFile file = disk.open("d/e/f");
    file.append(bytes("hello"));
    ByteBuffer three = ByteBuffer.allocate(3);
    assertThat(file.read(3, three)).isEqualTo(2);
    assertThat(file.read(5, three)).isEqualTo(-1);
    assertThat(disk.list("d")).containsExactly("e");
    assertThat(disk.exists("d/e")).isTrue();
    disk.rename("d/e/f", "d/g");
    file.append(bytes("!"));
    assertThat(text(disk, "d/g")).isEqualTo("hello!");
    disk.delete("d/g");
    disk.delete("d/g");
    assertThat(disk.list("d")).isEmpty();
    file.close();
    assertThatThrownBy(file::size).isInstanceOf(IOException.class).hasMessageContaining("closed");
    assertThatThrownBy(() -> disk.rename("no", "where")).isInstanceOf(NoSuchFileException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", "a/."})
  void refusesNamesThatAreNotPlain(String name) {
    assertThatThrownBy(() -> new CrashDisk(1).open(name))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void acceptsNamesWithDotsInThem() throws IOException {
    CrashDisk disk = new CrashDisk(1);
    disk.open(".hidden/..a/b.c");
    assertThat(disk.list(".hidden")).containsExactly("..a");
  }
}
