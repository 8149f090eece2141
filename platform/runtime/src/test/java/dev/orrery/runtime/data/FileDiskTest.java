package dev.orrery.runtime.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.primitives.ports.DiskFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiskTest {
  @TempDir private Path folder;

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void opensFilesInFoldersItMakesAndForcesThemUpToTheRoot() throws Exception {
    FileDisk disk = new FileDisk(folder.resolve("a/b"));
    try (DiskFile file = disk.open("topic/partition-0/segment")) {
      file.append(bytes("one"));
      file.force();
      disk.forceDirectory("topic/partition-0");
      file.append(bytes("two"));
      ByteBuffer read = ByteBuffer.allocate(16);
      assertThat(file.read(0, read)).isEqualTo(6);
      assertThat(file.size()).isEqualTo(6);
    }
    assertThat(disk.list("topic")).containsExactly("partition-0");
    assertThat(Files.readString(folder.resolve("a/b/topic/partition-0/segment")))
        .isEqualTo("onetwo");
  }

  @Test
  void appendsBehindWhatIsThereAfterOpeningAgain() throws Exception {
    FileDisk disk = new FileDisk(folder);
    try (DiskFile file = disk.open("log")) {
      file.append(bytes("first"));
      file.truncate(2);
    }
    try (DiskFile file = disk.open("log")) {
      file.append(bytes("nal"));
    }
    disk.rename("log", "renamed");
    assertThat(disk.exists("log")).isFalse();
    assertThat(Files.readString(folder.resolve("renamed"))).isEqualTo("final");
    disk.delete("renamed");
    assertThat(disk.list("")).isEmpty();
  }

  @Test
  void refusesNamesThatLeaveTheRoot() throws Exception {
    FileDisk disk = new FileDisk(folder.resolve("root"));
    assertThatThrownBy(() -> disk.open("../outside"))
        .hasMessageContaining("outside the data directory");
    assertThat(folder.resolve("outside")).doesNotExist();
  }
}
