package dev.orrery.cache;

import dev.orrery.cache.core.keyspace.Resident;
import dev.orrery.cache.core.sortedlist.SkipList;
import dev.orrery.cache.core.sortedlist.SortedArray;
import dev.orrery.cache.core.sortedlist.SortedList;
import dev.orrery.primitives.eviction.EvictionPolicies;
import dev.orrery.primitives.eviction.EvictionPolicy;
import dev.orrery.runtime.config.ConfigurationException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The algorithms that configuration can name: built-ins by short name, anybody's by class name.
final class Algorithms {
  private static final Map<String, Supplier<SortedList>> SORTED_LISTS =
      new TreeMap<>(Map.of("skip-list", SkipList::new, "sorted-array", SortedArray::new));

  /// Short names are in small letters, without a dot; all else is taken for a class name.
  private static final Pattern SHORT_NAME = Pattern.compile("[a-z0-9-]*");

  private Algorithms() {}

  /// @throws IllegalArgumentException when it looks like a short name and is none of ours
  static void checkEviction(String name) {
    check(name, EvictionPolicies.byName());
  }

  /// @throws IllegalArgumentException when it looks like a short name and is none of ours
  static void checkSortedList(String name) {
    check(name, SORTED_LISTS);
  }

  private static void check(String name, Map<String, ?> known) {
    if (SHORT_NAME.matcher(name).matches() && !known.containsKey(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is none of " + String.join(", ", known.keySet()) + ", nor a class name");
    }
  }

  /// @throws ConfigurationException when the class cannot be had, or lacks a public constructor
  ///   `(long capacityBytes)`
  static EvictionPolicy<Resident> eviction(String name, long capacityBytes) {
    EvictionPolicies.Maker builtIn = EvictionPolicies.byName().get(name);
    if (builtIn != null) {
      return builtIn.create(capacityBytes);
    }
    @SuppressWarnings("unchecked")
    EvictionPolicy<Resident> made =
        make(
            "cache.eviction",
            EvictionPolicy.class,
            constructor("cache.eviction", name, long.class),
            capacityBytes);
    return made;
  }

  /// @throws ConfigurationException when the class cannot be had, or lacks a public constructor
  ///   without arguments
  static Supplier<SortedList> sortedLists(String name) {
    Supplier<SortedList> builtIn = SORTED_LISTS.get(name);
    if (builtIn != null) {
      return builtIn;
    }
    Constructor<?> constructor = constructor("cache.sorted-list", name);
    Supplier<SortedList> made = () -> make("cache.sorted-list", SortedList.class, constructor);
    Objects.requireNonNull(made.get());
    return made;
  }

  private static Constructor<?> constructor(String key, String name, Class<?>... parameters) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    try {
      return Class.forName(name, true, loader).getConstructor(parameters);
    } catch (ClassNotFoundException missing) {
      throw new ConfigurationException(
          "'" + key + "': there is no class " + name + " on the class path; see --classpath");
    } catch (NoSuchMethodException missing) {
      throw new ConfigurationException(
          "'"
              + key
              + "': "
              + name
              + " lacks a public constructor "
              + java.util.Arrays.toString(parameters));
    }
  }

  private static <T> T make(
      String key, Class<T> type, Constructor<?> constructor, Object... arguments) {
    try {
      Object made = constructor.newInstance(arguments);
      if (type.isInstance(made)) {
        return type.cast(made);
      }
    } catch (InvocationTargetException failure) {
      throw new ConfigurationException(
          "'" + key + "': " + constructor.getName() + " failed: " + failure.getCause());
    } catch (ReflectiveOperationException failure) {
      throw new ConfigurationException("'" + key + "': " + failure.getMessage());
    }
    throw new ConfigurationException(
        "'" + key + "': " + constructor.getName() + " is no " + type.getSimpleName());
  }
}
