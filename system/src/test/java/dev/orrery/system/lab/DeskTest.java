package dev.orrery.system.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.system.judging.Contracts;
import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What lies on the desk is the learner's, and outlives every process.
class DeskTest {
  private final Lab lab = Labs.primitives();
  private final Exercise lru = lab.exercises().getFirst();

  @TempDir Path folder;
  private Desk desk;

  @BeforeEach
  void set() {
    desk = new Desk(folder.resolve("desk"));
  }

  @Test
  void aStubIsCopiedOnceAndTheLearnersFileIsLeftAlone() throws IOException {
    assertThat(desk.lay(lab, lru)).isTrue();
    Path file = desk.file(lab, lru);
    assertThat(file).content().contains("class MyLru");
    Files.writeString(file, "mine");
    assertThat(desk.lay(lab, lru)).isFalse();
    assertThat(file).hasContent("mine");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void everyExerciseHasAFileOfItsOwn() {
    Set<Path> files = new HashSet<>();
    for (Lab any : Contracts.labs()) {
      for (Exercise exercise : any.exercises()) {
        assertThat(files.add(desk.file(any, exercise)))
            .as("%s of %s", exercise.name(), any.component())
            .isTrue();
      }
    }
  }

  @Test
  void progressSurvivesARestart() throws IOException {
    new Progress(desk).update(lab, lru, entry -> entry.tookHint(2));
    new Progress(desk).update(lab, lru, Progress.Entry::accepted);
    Progress afterwards = new Progress(desk);
    assertThat(afterwards.of(lab, lru)).isEqualTo(new Progress.Entry(true, 2));
    assertThat(afterwards.done(lab)).isEqualTo(1);
    assertThat(folder.resolve("desk")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void aDamagedLineOfTheProgressIsNamed() throws IOException {
    Progress progress = new Progress(desk);
    progress.update(lab, lru, Progress.Entry::accepted);
    Files.writeString(folder.resolve("desk/.progress"), "primitives/lru done hints=0\nwhat?\n");
    assertThatThrownBy(() -> progress.of(lab, lru))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(".progress:2");
  }
}
