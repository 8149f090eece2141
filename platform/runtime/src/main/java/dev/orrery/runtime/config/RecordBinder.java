package dev.orrery.runtime.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns settings into a record, collecting every complaint before it refuses.
final class RecordBinder {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

  private final SequencedMap<String, Setting> settings;
  private final Set<String> known = new HashSet<>();
  private final List<String> complaints = new ArrayList<>();

  RecordBinder(SequencedMap<String, Setting> settings) {
    this.settings = settings;
  }

  <R extends Record> R bind(String path, Class<R> type) {
    Object bound = record(path, type);
    settings.forEach((key, setting) -> {
      if (!known.contains(key)) {
        complaints.add(
            setting.source()
                + ": unknown key '"
                + key
                + "'; known are "
                + String.join(", ", new TreeSet<>(known)));
      }
    });
    if (!complaints.isEmpty() || bound == null) {
      throw new ConfigurationException(String.join("\n", complaints));
    }
    return type.cast(bound);
  }

  /// The keys of a record, each with its default and what it is: for the key reference.
  static SequencedMap<String, String> reference(String path, Class<? extends Record> type) {
    TreeMap<String, String> keys = new TreeMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = path + "." + keyOf(component.getName());
      if (component.getType().isRecord() && component.getType() != DataSize.class) {
        keys.putAll(reference(key, component.getType().asSubclass(Record.class)));
        continue;
      }
      Default fallback = component.getAnnotation(Default.class);
      Doc doc = component.getAnnotation(Doc.class);
      keys.put(
          key,
          (fallback == null
                  ? ""
                  : "default " + (fallback.value().isEmpty() ? "(empty)" : fallback.value()))
              + (doc == null ? "" : "; " + doc.value()));
    }
    return keys;
  }

  private @Nullable Object record(String path, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    boolean complete = true;
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      Object argument = component(path + "." + keyOf(components[i].getName()), components[i]);
      complete &= argument != null;
      arguments[i] = argument;
    }
    if (!complete) {
      return null;
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException refused) {
      Throwable cause = refused.getCause() == null ? refused : refused.getCause();
      complaints.add(sourceOf(path) + ": '" + path + "': " + cause.getMessage());
      return null;
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("not a configuration record: " + type, impossible);
    }
  }

  private String sourceOf(String path) {
    return settings.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(path + "."))
        .map(entry -> entry.getValue().source())
        .findFirst()
        .orElse("defaults");
  }

  private @Nullable Object component(String key, RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isRecord() && type != DataSize.class) {
      return record(key, type);
    }
    if (type == Map.class) {
      return map(key, component.getGenericType());
    }
    known.add(key);
    Setting setting = settings.get(key);
    if (setting == null) {
      Default fallback = component.getAnnotation(Default.class);
      if (fallback == null) {
        throw new IllegalStateException("no @Default on " + key);
      }
      setting = new Setting(defaultValue(fallback.value(), type), "default of " + key);
    }
    try {
      Object value = convert(setting.value(), component.getGenericType());
      checkRange(value, component.getAnnotation(Range.class));
      return value;
    } catch (IllegalArgumentException refused) {
      complaints.add(
          setting.source()
              + ": '"
              + key
              + "' is "
              + shown(setting.value())
              + ", expected "
              + refused.getMessage());
      return null;
    }
  }

  private Object map(String key, Type type) {
    Type valueType = ((ParameterizedType) type).getActualTypeArguments()[1];
    TreeMap<String, Object> map = new TreeMap<>();
    settings.forEach((path, setting) -> {
      if (path.startsWith(key + ".")) {
        known.add(path);
        try {
          map.put(path.substring(key.length() + 1), convert(setting.value(), valueType));
        } catch (IllegalArgumentException refused) {
          complaints.add(
              setting.source()
                  + ": '"
                  + path
                  + "' is "
                  + shown(setting.value())
                  + ", expected "
                  + refused.getMessage());
        }
      }
    });
    return map;
  }

  private static Object defaultValue(String text, Class<?> type) {
    if (type == List.class) {
      String inner = text.replaceAll("^\\[|]$", "").strip();
      return inner.isEmpty()
          ? List.of()
          : Arrays.stream(inner.split("\\s*,\\s*")).map(Object.class::cast).toList();
    }
    if (type == int.class || type == long.class) {
      return Long.parseLong(text.replace("_", ""));
    }
    if (type == double.class) {
      return Double.parseDouble(text);
    }
    return type == boolean.class ? (Object) Boolean.parseBoolean(text) : text;
  }

  private static Object convert(Object value, Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      if (!(value instanceof List<?> items)) {
        throw new IllegalArgumentException("a list like [\"a\", \"b\"]");
      }
      List<Object> converted = new ArrayList<>();
      items.forEach(item -> converted.add(convert(item, list.getActualTypeArguments()[0])));
      return List.copyOf(converted);
    }
    Class<?> target = (Class<?>) type;
    if (target == int.class) {
      return (int) number(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (target == long.class) {
      return number(value, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (target == double.class) {
      return decimal(value);
    }
    if (target == boolean.class) {
      return truth(value);
    }
    if (!(value instanceof String text)) {
      throw new IllegalArgumentException(
          target == String.class ? "a text in quotes" : describe(target));
    }
    return convertText(text, target);
  }

  private static Object convertText(String text, Class<?> target) {
    if (target == String.class) {
      return text;
    }
    if (target == Duration.class) {
      return duration(text);
    }
    if (target == DataSize.class) {
      return DataSize.parse(text);
    }
    if (target.isEnum()) {
      for (Object constant : target.getEnumConstants()) {
        if (keyOf(((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
            .equals(text.replace('_', '-'))) {
          return constant;
        }
      }
      throw new IllegalArgumentException(describe(target));
    }
    throw new IllegalStateException("no configuration type: " + target);
  }

  private static long number(Object value, long min, long max) {
    if (value instanceof Long number && number >= min && number <= max) {
      return number;
    }
    throw new IllegalArgumentException("a whole number");
  }

  private static double decimal(Object value) {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw new IllegalArgumentException("a number");
  }

  private static boolean truth(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw new IllegalArgumentException("true or false");
  }

  private static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a duration like 200ms, 5s, 10m, 2h or 7d");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static String describe(Class<?> target) {
    if (target.isEnum()) {
      List<String> names = new ArrayList<>();
      for (Object constant : target.getEnumConstants()) {
        names.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'));
      }
      return "one of " + String.join(", ", names);
    }
    return target == Duration.class ? "a duration like \"5s\"" : "a data size like \"64MiB\"";
  }

  private static void checkRange(Object value, @Nullable Range range) {
    if (range == null) {
      return;
    }
    double number =
        switch (value) {
          case Number plain -> plain.doubleValue();
          case Duration duration -> duration.toMillis();
          case DataSize size -> size.bytes();
          default -> throw new IllegalStateException("@Range on " + value.getClass());
        };
    if (number < range.min() || number > range.max()) {
      throw new IllegalArgumentException(
          "a value from " + bound(value, range.min()) + " to " + bound(value, range.max()));
    }
  }

  private static String bound(Object like, double number) {
    return switch (like) {
      case Duration _ -> (long) number + "ms";
      case DataSize _ -> new DataSize((long) number).toString();
      case Double _ -> String.valueOf(number);
      default -> String.valueOf((long) number);
    };
  }

  private static String shown(Object value) {
    return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
  }

  /// `fanoutThreshold` → `fanout-threshold`.
  private static String keyOf(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replace('_', '-').toLowerCase(Locale.ROOT);
  }
}
