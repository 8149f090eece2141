package dev.orrery.runtime.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;

/// All settings of a run, by dotted key path: a TOML file, overlaid by `--set path=value`.
/// Immutable.
///
/// ```
///   orrery.toml:  [cache]                    cache.eviction → "lru"   (orrery.toml:2:1)
///                 eviction = "lru"
///   --set cache.capacity=64MiB               cache.capacity → "64MiB" (--set)
/// ```
///
/// [#bind(String, Class)] turns everything below a path into a record and refuses what it does not
/// know.
public final class Configuration {
  private final SortedMap<String, Setting> settings;

  private Configuration(SortedMap<String, Setting> settings) {
    this.settings = settings;
  }

  public static Configuration empty() {
    return new Configuration(new TreeMap<>());
  }

  /// @throws ConfigurationException when the file cannot be read or is no TOML
  public static Configuration read(Path file) {
    try {
      return parse(Files.readString(file), String.valueOf(file.getFileName()));
    } catch (IOException failure) {
      throw new ConfigurationException(
          "cannot read the configuration file " + file + ": " + failure.getMessage());
    }
  }

  /// @param name how the text is called in messages
  /// @throws ConfigurationException when it is no TOML, with every place that is wrong
  public static Configuration parse(String text, String name) {
    TomlParseResult result = Toml.parse(text);
    if (result.hasErrors()) {
      List<String> lines = new ArrayList<>();
      result
          .errors()
          .forEach(error -> lines.add(at(name, error.position()) + ": " + error.getMessage()));
      throw new ConfigurationException(String.join("\n", lines));
    }
    TreeMap<String, Setting> settings = new TreeMap<>();
    for (List<String> path : result.keyPathSet(false)) {
      Object value = result.get(path);
      if (value != null) {
        String source = at(name, result.inputPositionOf(path));
        settings.put(String.join(".", path), new Setting(plain(value), source));
      }
    }
    return new Configuration(settings);
  }

  /// A copy with one setting more, or another value for one: `path=value`, the value as in TOML or
  /// a bare word.
  ///
  /// @throws ConfigurationException when there is no `=` or no path
  public Configuration with(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      throw new ConfigurationException(
          "--set " + assignment + ": expected path=value, e.g. cache.eviction=lru");
    }
    String path = assignment.substring(0, equals).strip();
    String text = assignment.substring(equals + 1).strip();
    TomlParseResult result = Toml.parse("value = " + text);
    Object parsed = result.hasErrors() ? null : result.get("value");
    Object value = parsed == null ? text : plain(parsed);
    TreeMap<String, Setting> copy = new TreeMap<>(settings);
    copy.put(path, new Setting(value, "--set " + path));
    return new Configuration(copy);
  }

  /// Binds everything below `path` to a record: component `fanoutThreshold` takes key
  /// `fanout-threshold`.
  ///
  /// @throws ConfigurationException naming every key that is unknown, of the wrong type or out of
  ///   range
  public <R extends Record> R bind(String path, Class<R> type) {
    return new RecordBinder(below(path)).bind(path, type);
  }

  /// A section whose keys are free: every text below `path`, by the rest of its key.
  ///
  /// @throws ConfigurationException when a value is no text
  public SortedMap<String, String> texts(String path) {
    SortedMap<String, String> texts = new TreeMap<>();
    below(path)
        .forEach((key, setting) -> {
          if (!(setting.value() instanceof String text)) {
            throw new ConfigurationException(
                setting.source()
                    + ": '"
                    + key
                    + "' is "
                    + setting.value()
                    + ", expected a text in quotes");
          }
          texts.put(key.substring(path.length() + 1), text);
        });
    return texts;
  }

  /// The first parts of all key paths.
  public Set<String> sections() {
    Set<String> sections = new TreeSet<>();
    settings.keySet().forEach(key -> sections.add(key.split("\\.", 2)[0]));
    return sections;
  }

  /// Refuses sections not in `known`.
  ///
  /// @throws ConfigurationException with the place, and what is known
  public void requireSections(Set<String> known) {
    for (Map.Entry<String, Setting> entry : settings.entrySet()) {
      String section = entry.getKey().split("\\.", 2)[0];
      if (!known.contains(section)) {
        throw new ConfigurationException(
            entry.getValue().source()
                + ": unknown section '"
                + section
                + "'; known are "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
  }

  private SequencedMap<String, Setting> below(String path) {
    TreeMap<String, Setting> found = new TreeMap<>();
    settings.forEach((key, setting) -> {
      if (key.startsWith(path + ".")) {
        found.put(key, setting);
      } else if (key.equals(path)) {
        throw new ConfigurationException(
            setting.source() + ": '" + path + "' is a section, not a value");
      }
    });
    return found;
  }

  private static Object plain(Object value) {
    if (value instanceof TomlArray array) {
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        list.add(plain(array.get(i)));
      }
      return List.copyOf(list);
    }
    return value;
  }

  private static String at(String name, @org.jspecify.annotations.Nullable TomlPosition position) {
    return position == null ? name : name + ":" + position.line() + ":" + position.column();
  }
}
