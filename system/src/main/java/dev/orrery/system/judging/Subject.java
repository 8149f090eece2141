package dev.orrery.system.judging;

import java.nio.file.Path;

/// What is judged.
public sealed interface Subject {
  /// A source file; the class is the one named like the file.
  record Source(Path file) implements Subject {
    @Override
    public String toString() {
      return file.toString();
    }
  }

  /// A class on the class path, fully qualified.
  record OnClassPath(String className) implements Subject {
    @Override
    public String toString() {
      return className;
    }
  }

  /// `desk/cache/MyLru.java` is a source file, `my.pkg.MyLru` a class.
  static Subject of(String named) {
    return named.endsWith(".java") ? new Source(Path.of(named)) : new OnClassPath(named);
  }
}
