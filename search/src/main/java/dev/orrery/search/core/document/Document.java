package dev.orrery.search.core.document;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is indexed and found again, as it was given.
///
/// @param id unique in an index
/// @param fields the values by the field's name; a field without values may be missing
public record Document(String id, Map<String, List<FieldValue>> fields) {
  public Document {
    TreeMap<String, List<FieldValue>> copy = new TreeMap<>();
    fields.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    fields = java.util.Collections.unmodifiableMap(copy);
  }
}
