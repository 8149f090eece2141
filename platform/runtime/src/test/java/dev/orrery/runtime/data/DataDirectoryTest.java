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

class DataDirectoryTest {
  @Test
  void aSecondHolderIsRefusedInASentence(@TempDir Path folder) throws Exception {
    try (DataDirectory held = DataDirectory.open(folder)) {
      assertThat(held.path()).isEqualTo(folder);
      assertThatThrownBy(() -> DataDirectory.open(folder))
          .hasMessageContaining("in use")
          .hasMessageContaining("--data");
    }
    DataDirectory.open(folder).close();
  }

  @Test
  void anotherFormatVersionIsRefused(@TempDir Path folder) throws Exception {
    DataDirectory.open(folder).close();
    Files.writeString(folder.resolve("version"), "99\n");
    assertThatThrownBy(() -> DataDirectory.open(folder)).hasMessageContaining("99");
  }

  @Test
  void theDiskKeepsWhatIsAppendedRenamedAndTruncated(@TempDir Path folder) throws Exception {
    FileDisk disk = new FileDisk(folder);
    try (DiskFile file = disk.open("a/b.log")) {
      file.append(ByteBuffer.wrap("hello world".getBytes(StandardCharsets.UTF_8)));
      file.truncate(5);
      file.force();
    }
    disk.rename("a/b.log", "a/c.log");
    disk.forceDirectory("a");
    assertThat(disk.list("a")).containsExactly("c.log");
    try (DiskFile file = disk.open("a/c.log")) {
      ByteBuffer into = ByteBuffer.allocate(16);
      assertThat(file.read(0, into)).isEqualTo(5);
      assertThat(file.read(5, into)).isEqualTo(-1);
    }
    disk.delete("a/c.log");
    assertThat(disk.exists("a/c.log")).isFalse();
    assertThatThrownBy(() -> disk.open("../outside")).isInstanceOf(IllegalArgumentException.class);
  }
}
