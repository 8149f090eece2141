package dev.orrery.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.system.cli.CommandNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every class, file and command that a chapter names exists.
class ChaptersTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
  private static final Pattern COMMAND = Pattern.compile("\\./orrery ([a-z]+)");
  private static final Pattern FILE =
      Pattern.compile("[A-Za-z0-9_./-]+\\.(java|proto|py|toml|stub|md|sh)");

  private static List<Path> chapters() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT, 4)) {
      return files
          .filter(file -> file.getFileName().toString().matches("README\\.md|CONTRIBUTING\\.md"))
          .filter(file ->
              !file.toString().contains("/target/") && !file.toString().contains("/node_modules/"))
          .toList();
    }
  }

  private static Set<String> fileNames() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(
              file -> !file.toString().contains("/.git/") && !file.toString().contains("/target/"))
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void linksAndFilesExist() throws IOException {
    List<String> missing = new ArrayList<>();
    Set<String> names = fileNames();
    for (Path chapter : chapters()) {
      String text = Files.readString(chapter);
      Matcher links = LINK.matcher(text);
      while (links.find()) {
        String target = links.group(1);
        if (!target.contains("://") && !Files.exists(chapter.resolveSibling(target))) {
          missing.add(ROOT.relativize(chapter) + " links to " + target);
        }
      }
      Matcher code = CODE.matcher(text);
      while (code.find()) {
        if (FILE.matcher(code.group(1)).matches()) {
          String name = code.group(1).substring(code.group(1).lastIndexOf('/') + 1);
          if (!names.contains(name) && !name.startsWith("My") && !name.equals("orrery.toml")) {
            missing.add(ROOT.relativize(chapter) + " names " + code.group(1));
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void noPlaceholderIsLeft() throws IOException {
    List<String> left = new ArrayList<>();
    Pattern placeholder = Pattern.compile("(?m)^(@@\\w+@@|MEASURED|TODO.*|TBD.*)$");
    for (Path chapter : chapters()) {
      Matcher found = placeholder.matcher(Files.readString(chapter));
      while (found.find()) {
        left.add(ROOT.relativize(chapter) + " still says " + found.group());
      }
    }
    assertThat(left).isEmpty();
  }

  @Test
  void classesExist() throws IOException {
    List<String> missing = new ArrayList<>();
    Pattern type = Pattern.compile("dev\\.orrery\\.[a-z0-9.]+\\.([A-Z][A-Za-z0-9]+)");
    Set<String> names = fileNames();
    for (Path chapter : chapters()) {
      Matcher types = type.matcher(Files.readString(chapter));
      while (types.find()) {
        if (!names.contains(types.group(1) + ".java") && !types.group().contains(".v1.")) {
          missing.add(ROOT.relativize(chapter) + " names " + types.group());
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void commandsExist() throws IOException {
    List<String> missing = new ArrayList<>();
    Set<String> known = new TreeSet<>(CommandNames.all());
    known.add("test");
    for (Path chapter : chapters()) {
      Matcher commands = COMMAND.matcher(Files.readString(chapter));
      while (commands.find()) {
        if (!known.contains(commands.group(1))) {
          missing.add(ROOT.relativize(chapter) + " uses ./orrery " + commands.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
