package dev.orrery.social;

import dev.orrery.runtime.config.ConfigurationException;
import dev.orrery.social.timelines.fanout.AlwaysOnRead;
import dev.orrery.social.timelines.fanout.FanOutStrategy;
import dev.orrery.social.timelines.fanout.HybridFanOut;
import dev.orrery.social.timelines.merge.HeapMerge;
import dev.orrery.social.timelines.merge.TimelineMerge;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// The swappable algorithms by the names configuration uses: a built-in's short name, or the name
/// of a class.
final class Algorithms {
  private static final Map<String, IntFunction<FanOutStrategy>> FAN_OUTS =
      new TreeMap<>(Map.of("hybrid", HybridFanOut::new, "on-read", AlwaysOnRead::new));
  private static final Map<String, Supplier<TimelineMerge>> MERGES =
      new TreeMap<>(Map.of("heap", HeapMerge::new));
  private static final Pattern SHORT_NAME = Pattern.compile("[a-z0-9-]*");

  private Algorithms() {}

  /// Refuses a short name that nobody has; a class is looked for when it is made.
  ///
  /// @throws IllegalArgumentException which names those there are
  static void check(String fanOut, String merge) {
    check(fanOut, FAN_OUTS);
    check(merge, MERGES);
  }

  private static void check(String name, Map<String, ?> known) {
    if (SHORT_NAME.matcher(name).matches() && !known.containsKey(name)) {
      throw new IllegalArgumentException(
          "'" + name + "' is none of " + String.join(", ", known.keySet()) + ", nor a class name");
    }
  }

  static FanOutStrategy fanOut(String name, int threshold) {
    IntFunction<FanOutStrategy> builtIn = FAN_OUTS.get(name);
    return builtIn == null
        ? make("social.fanout", name, FanOutStrategy.class, new Class<?>[] {int.class}, threshold)
        : builtIn.apply(threshold);
  }

  static TimelineMerge merge(String name) {
    Supplier<TimelineMerge> builtIn = MERGES.get(name);
    return builtIn == null
        ? make("social.timeline-merge", name, TimelineMerge.class, new Class<?>[0])
        : builtIn.get();
  }

  private static <T> T make(
      String key, String name, Class<T> type, Class<?>[] parameters, Object... arguments) {
    String refused = "'" + key + "': " + name + " ";
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(type)
          .getConstructor(parameters)
          .newInstance(arguments);
    } catch (ClassNotFoundException missing) {
      throw new ConfigurationException(refused + "is no class on the class path; see --classpath");
    } catch (ClassCastException wrong) {
      throw new ConfigurationException(refused + "is no " + type.getName());
    } catch (InvocationTargetException failure) {
      throw new ConfigurationException(refused + "failed: " + failure.getCause());
    } catch (ReflectiveOperationException unfit) {
      throw new ConfigurationException(
          refused
              + "lacks a public constructor "
              + java.util.Arrays.toString(parameters)
              + " of a class that can be made");
    }
  }
}
