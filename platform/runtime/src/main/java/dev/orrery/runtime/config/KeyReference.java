package dev.orrery.runtime.config;

import java.util.SequencedMap;

/// The generated reference of configuration keys.
public final class KeyReference {
  private KeyReference() {}

  /// Every key below `path`, in order, with its default and what it is.
  public static SequencedMap<String, String> of(String path, Class<? extends Record> type) {
    return RecordBinder.reference(path, type);
  }
}
