package dev.orrery.search;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.search.core.ranking.HeapTopK;
import dev.orrery.search.core.ranking.SortingTopK;
import dev.orrery.search.core.ranking.TopK;
import dev.orrery.search.core.scoring.Bm25;
import dev.orrery.search.core.scoring.Dirichlet;
import dev.orrery.search.core.scoring.Scorer;
import dev.orrery.search.core.scoring.TfIdf;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The algorithms that configuration can name: built-ins by short name, anybody's by class name.
final class Algorithms {
  private static final Set<String> SCORERS = Set.of("bm25", "tf-idf", "dirichlet");
  private static final Set<String> TOP_KS = Set.of("heap", "sort");

  /// Short names are in small letters, without a dot; all else is taken for a class name.
  private static final Pattern SHORT_NAME = Pattern.compile("[a-z0-9-]*");

  private Algorithms() {}

  /// @throws IllegalArgumentException when one looks like a short name and is none of ours
  static void check(String scorer, String topK) {
    check(scorer, SCORERS);
    check(topK, TOP_KS);
  }

  private static void check(String name, Set<String> known) {
    if (SHORT_NAME.matcher(name).matches() && !known.contains(name)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is none of "
              + String.join(", ", new TreeSet<>(known))
              + ", nor a class name");
    }
  }

  /// @throws ConfigurationException when the class cannot be had
  static Scorer scorer(SearchConfig config) {
    return switch (config.scorer()) {
      case "bm25" -> new Bm25(config.k1(), config.b());
      case "tf-idf" -> new TfIdf();
      case "dirichlet" -> Dirichlet.STANDARD;
      default -> make("search.scorer", Scorer.class, config.scorer());
    };
  }

  /// @throws ConfigurationException when the class cannot be had
  static TopK topK(SearchConfig config) {
    return switch (config.topK()) {
      case "heap" -> new HeapTopK();
      case "sort" -> new SortingTopK();
      default -> make("search.top-k", TopK.class, config.topK());
    };
  }

  private static <T> T make(String key, Class<T> type, String name) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      Object made = Class.forName(name, true, loader).getConstructor().newInstance();
      if (type.isInstance(made)) {
        return type.cast(made);
      }
    } catch (ClassNotFoundException missing) {
      throw new ConfigurationException(
          "'" + key + "': there is no class " + name + " on the class path; see --classpath");
    } catch (InvocationTargetException failure) {
      throw new ConfigurationException("'" + key + "': " + name + " failed: " + failure.getCause());
    } catch (ReflectiveOperationException failure) {
      throw new ConfigurationException("'" + key + "': " + failure);
    }
    throw new ConfigurationException("'" + key + "': " + name + " is no " + type.getSimpleName());
  }
}
