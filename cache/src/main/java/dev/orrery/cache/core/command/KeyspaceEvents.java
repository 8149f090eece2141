package dev.orrery.cache.core.command;

import dev.orrery.cache.core.memory.Bytes;

/// Where commands say what they did to a key; what `notify-keyspace-events` publishes.
@FunctionalInterface
public interface KeyspaceEvents {
  /// Nobody listens.
  KeyspaceEvents NONE = (_, _, _, _) -> {};

  /// @param kind the letter of its class; see [CommandContext#notify]
  /// @param database its number
  void happened(char kind, String event, Bytes key, int database);
}
