package dev.orrery.system.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A save is reported once, however the editor saves.
class FileWatchTest {
  @TempDir Path folder;
  private Path file;
  private FileWatch watch;

  @BeforeEach
  void begin() throws IOException {
    file = Files.writeString(folder.resolve("My.java"), "stub");
    watch = new FileWatch(file);
  }

  private void expectOneSave() throws IOException {
    assertThat(watch.saved()).as("not settled yet").isFalse();
    assertThat(watch.saved()).isTrue();
    assertThat(watch.saved()).as("reported already").isFalse();
  }

  @Test
  void theFileAsItIsAtFirstIsNoSave() throws IOException {
    assertThat(watch.saved()).isFalse();
    assertThat(watch.saved()).isFalse();
  }

  @Test
  void aFileWrittenInPlaceIsASave() throws IOException {
    Files.writeString(file, "longer than the stub");
    expectOneSave();
  }

  @Test
  void anotherFileRenamedOverItIsASave() throws IOException {
    Path other = Files.writeString(folder.resolve("My.java.swp"), "stub"); // of equal length
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    expectOneSave();
  }

  @Test
  void theOldOneMovedAwayFirstIsASaveOnceTheNewOneIsThere() throws IOException {
    Files.move(file, folder.resolve("My.java~"));
    assertThat(watch.saved()).isFalse();
    assertThat(watch.saved()).isFalse();
    Files.writeString(file, "new text");
    expectOneSave();
  }

  @Test
  void aFileThatWasCutToBeWrittenAnewIsNoSaveYet() throws IOException {
    Files.writeString(file, "");
    assertThat(watch.saved()).isFalse();
    assertThat(watch.saved()).isFalse();
    Files.writeString(file, "new text");
    expectOneSave();
  }

  @Test
  void aFileThatStillGrowsIsNotTaken() throws IOException {
    for (int length = 10; length < 15; length++) {
      Files.writeString(file, "x".repeat(length));
      assertThat(watch.saved()).isFalse();
    }
    assertThat(watch.saved()).isTrue();
  }

  @Test
  void whatWasTakenAnywayIsNoSave() throws IOException {
    Files.writeString(file, "judged on demand");
    watch.take();
    assertThat(watch.saved()).isFalse();
    assertThat(watch.saved()).isFalse();
  }
}
