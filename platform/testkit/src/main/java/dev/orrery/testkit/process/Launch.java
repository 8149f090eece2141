package dev.orrery.testkit.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How to start a child; a value, so that starting it again is calling [#start()] again.
///
/// @param command program and arguments
/// @param directory the working directory
/// @param environment variables set in addition to this process's own
public record Launch(List<String> command, Path directory, Map<String, String> environment) {
  public Launch {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command has at least the program's name");
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /// Any program, in the current directory.
  public static Launch of(String... command) {
    return new Launch(List.of(command), Path.of("").toAbsolutePath(), Map.of());
  }

  /// The java of this JVM with this JVM's class path and a small heap.
  public static Launch ofJava(Class<?> mainClass, String... arguments) {
    return ofJava(System.getProperty("java.class.path"), mainClass.getName(), arguments);
  }

  /// The java of this JVM with a class path of one's own.
  public static Launch ofJava(String classPath, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classPath,
            mainClass));
    command.addAll(List.of(arguments));
    return new Launch(command, Path.of("").toAbsolutePath(), Map.of());
  }

  public Launch in(Path otherDirectory) {
    return new Launch(command, otherDirectory, environment);
  }

  public Launch with(Map<String, String> otherEnvironment) {
    return new Launch(command, directory, otherEnvironment);
  }

  /// Starts the child and returns without waiting for anything.
  public ChildProcess start() throws IOException {
    return new ChildProcess(this);
  }
}
