package dev.orrery.system.lab;

import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Lab;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the learner's files lie, one an exercise: `desk/COMPONENT/MyLru.java`.
///
/// @param folder the learner's own; not under version control
public record Desk(Path folder) {
  /// The file of an exercise, whether it is there or not.
  public Path file(Lab lab, Exercise exercise) {
    String className = exercise.className();
    String simpleName = className.substring(className.lastIndexOf('.') + 1);
    return folder.resolve(lab.component()).resolve(simpleName + ".java");
  }

  /// Copies the stub to the desk unless a file lies there already, which is the learner's and is
  /// left alone. The copy appears whole or not at all.
  ///
  /// @return whether it was copied
  /// @throws IOException when the lab has no such stub, or the file cannot be written
  public boolean lay(Lab lab, Exercise exercise) throws IOException {
    Path file = file(lab, exercise);
    if (Files.exists(file)) {
      return false;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.createDirectories(part.resolveSibling(""));
    try (InputStream stub = Desk.class.getResourceAsStream(exercise.stubResource())) {
      if (stub == null) {
        throw new IOException("the stub " + exercise.stubResource() + " is missing from the lab");
      }
      Files.write(part, stub.readAllBytes());
      Files.move(part, file); // without REPLACE_EXISTING
      return true;
    } catch (FileAlreadyExistsException justNow) {
      return false;
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
