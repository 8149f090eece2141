package dev.orrery.testkit.wait;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A program of the machine that a test cannot do without.
public final class RequiredTool {
  private RequiredTool() {}

  /// Where `program` is. Without it the calling test is skipped with the reason, or fails where the
  /// environment says `CI=true`.
  ///
  /// @param debianPackage what to install to have it
  public static Path named(String program, String debianPackage) {
    return named(
        program,
        debianPackage,
        Optional.ofNullable(System.getenv("PATH")).orElse(""),
        "true".equalsIgnoreCase(System.getenv("CI")));
  }

  static Path named(
      String program, String debianPackage, String path, boolean continuousIntegration) {
    Optional<Path> found = find(program, path);
    if (found.isPresent()) {
      return found.get();
    }
    String reason =
        program + " is not on this machine's PATH (Debian: apt install " + debianPackage + ")";
    if (continuousIntegration) {
      throw new AssertionError(reason + ", and CI=true forbids skipping");
    }
    return Assumptions.abort(reason);
  }

  private static Optional<Path> find(String program, String path) {
    return Stream.concat(
            Arrays.stream(path.split(File.pathSeparator, -1)),
            path.isEmpty() ? Stream.empty() : Stream.of("/usr/sbin", "/usr/local/sbin", "/sbin"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
