package dev.orrery.system.judging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The JDK's own compiler, from one source file to classes in memory. It stays warm: the file
/// manager keeps the jars of the class path open from one compilation to the next. Not thread-safe.
final class SourceCompiler {
  private static final List<String> OPTIONS =
      List.of("-proc:none", "-g", "-Xmaxerrs", "10", "-cp", System.getProperty("java.class.path"));

  private final JavaCompiler compiler;
  private final StandardJavaFileManager libraries;

  /// @throws IllegalStateException when this Java has no compiler
  SourceCompiler() {
    JavaCompiler found = ToolProvider.getSystemJavaCompiler();
    if (found == null) {
      throw new IllegalStateException("this Java has no compiler: a JDK is needed, not a JRE");
    }
    compiler = found;
    libraries = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
  }

  /// What the compiler says of a file.
  sealed interface Compilation {
    /// @param mainClass the class named like the file, fully qualified
    /// @param classes all classes of the file, by name
    record Compiled(String mainClass, Map<String, byte[]> classes) implements Compilation {}

    /// @param messages as the compiler prints them: file, line, what is wrong, the line itself
    record Refused(String messages) implements Compilation {}
  }

  /// Compiles one file.
  Compilation compile(Path file) {
    try {
      return compile(file, Files.readString(file));
    } catch (CharacterCodingException binary) {
      return new Compilation.Refused(file + ": not text in UTF-8");
    } catch (NoSuchFileException missing) {
      return new Compilation.Refused(file + ": no such file");
    } catch (IOException unreadable) {
      return new Compilation.Refused(file + ": cannot be read (" + unreadable.getMessage() + ")");
    }
  }

  /// Compiles `text` as if it stood in `file`.
  Compilation compile(Path file, String text) {
    StringWriter messages = new StringWriter();
    Map<String, byte[]> classes = new HashMap<>();
    boolean compiled =
        compiler
            .getTask(
                messages,
                new InMemory(libraries, classes),
                null,
                OPTIONS,
                null,
                List.of(new Source(file, text)))
            .call();
    if (!compiled) {
      return new Compilation.Refused(messages.toString().stripTrailing());
    }
    String name = file.getFileName().toString().replaceAll("\\.java$", "");
    for (String className : classes.keySet()) {
      if (className.equals(name) || className.endsWith("." + name)) {
        return new Compilation.Compiled(className, Map.copyOf(classes));
      }
    }
    return new Compilation.Refused(file + ": declares no class " + name);
  }

  /// The text under the name the learner knows it by, so that messages name it so.
  private static final class Source extends SimpleJavaFileObject {
    private final Path file;
    private final String text;

    Source(Path file, String text) {
      super(file.toAbsolutePath().toUri(), Kind.SOURCE);
      this.file = file;
      this.text = text;
    }

    @Override
    public String getName() {
      return file.toString();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /// Takes classes into a map.
  private static final class InMemory extends ForwardingJavaFileManager<StandardJavaFileManager> {
    private final Map<String, byte[]> classes;

    InMemory(StandardJavaFileManager libraries, Map<String, byte[]> classes) {
      super(libraries);
      this.classes = classes;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        JavaFileManager.Location location,
        String className,
        JavaFileObject.Kind kind,
        FileObject sibling) {
      return new SimpleJavaFileObject(
          URI.create("memory:///" + className.replace('.', '/') + kind.extension), kind) {
        @Override
        public OutputStream openOutputStream() {
          return new ByteArrayOutputStream() {
            @Override
            public void close() {
              classes.put(className, toByteArray());
            }
          };
        }
      };
    }
  }
}
