package dev.orrery.runtime.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Header fields in the order they came: a multi-map whose names ignore case (RFC 9110 §5).
///
/// A message has some ten fields, so they lie in one array and are searched from the front: no
/// hashing, no entries. Not safe for use by several threads at once.
public final class HttpHeaders {

  private static final int INITIAL_FIELDS = 12;

  // name, value, name, value, …
  private String[] pairs = new String[2 * INITIAL_FIELDS];
  private int used;

  /// Headers without fields.
  public HttpHeaders() {}

  /// Adds a field beside those of the same name.
  ///
  /// @throws IllegalArgumentException when the name is no token or the value has a control
  ///   character or one beyond Latin-1
  public HttpHeaders add(String name, String value) {
    if (!HttpSyntax.isToken(name)) {
      throw new IllegalArgumentException("not a header name: \"" + name + '"');
    }
    if (!HttpSyntax.isFieldValue(value)) {
      throw new IllegalArgumentException("header " + name + " has a value that may not be sent");
    }
    return addChecked(name, value);
  }

  /// Adds a field whose name and value are known to be well-formed.
  HttpHeaders addChecked(String name, String value) {
    if (used == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * pairs.length);
    }
    pairs[used++] = name;
    pairs[used++] = value;
    return this;
  }

  /// Puts a field in the place of all of the same name.
  ///
  /// @throws IllegalArgumentException as [#add(String, String)]
  public HttpHeaders set(String name, String value) {
    remove(name);
    return add(name, value);
  }

  /// Removes all fields of this name.
  public HttpHeaders remove(String name) {
    int kept = 0;
    for (int i = 0; i < used; i += 2) {
      if (!pairs[i].equalsIgnoreCase(name)) {
        pairs[kept] = pairs[i];
        pairs[kept + 1] = pairs[i + 1];
        kept += 2;
      }
    }
    used = kept;
    return this;
  }

  /// The value of the first field of this name.
  public Optional<String> first(String name) {
    for (int i = 0; i < used; i += 2) {
      if (pairs[i].equalsIgnoreCase(name)) {
        return Optional.of(pairs[i + 1]);
      }
    }
    return Optional.empty();
  }

  /// The values of all fields of this name, in order.
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(2);
    for (int i = 0; i < used; i += 2) {
      if (pairs[i].equalsIgnoreCase(name)) {
        values.add(pairs[i + 1]);
      }
    }
    return values;
  }

  /// Whether there is a field of this name.
  public boolean contains(String name) {
    return first(name).isPresent();
  }

  /// Whether the comma-separated lists of this name hold this token, in any case: `Connection:
  /// keep-alive, Upgrade`.
  public boolean containsToken(String name, String token) {
    for (int i = 0; i < used; i += 2) {
      if (pairs[i].equalsIgnoreCase(name)) {
        for (String item : pairs[i + 1].split(",", -1)) {
          if (item.strip().equalsIgnoreCase(token)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// How many fields there are.
  public int size() {
    return used / 2;
  }

  /// Calls `action` with the name and value of each field, in order.
  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < used; i += 2) {
      action.accept(pairs[i], pairs[i + 1]);
    }
  }

  String nameAt(int index) {
    return pairs[2 * index];
  }

  String valueAt(int index) {
    return pairs[2 * index + 1];
  }

  /// The fields as lines `name: value`.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    forEach((name, value) -> out.append(name).append(": ").append(value).append('\n'));
    return out.toString();
  }
}
