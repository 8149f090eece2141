package dev.orrery.cache.core.command;

/// Hears of every command: the slow log, MONITOR, latency, client-side caching. Called under the
/// lock.
public interface CommandObserver {
  /// Before it runs.
  default void running(Client client, CommandSpec spec, Arguments arguments) {}

  /// After it ran, refused or not.
  default void ran(Client client, CommandSpec spec, Arguments arguments, long nanos) {}

  default void disconnected(Client client) {}

  /// `RESET`: whatever the client asked to hear, it no longer does.
  default void reset(Client client) {}
}
