package dev.orrery.runtime.lifecycle;

import java.net.URI;

/// A real engine in a component's place: `components.cache = "redis://127.0.0.1:6379"`. The adapter
/// runs as the component does, serves the component's contract, and turns each call into the
/// engine's own. Found through [java.util.ServiceLoader]; a public class with a public constructor
/// without arguments.
public interface EngineAdapter {
  /// The component it stands for, e.g. `cache`.
  String component();

  /// The scheme of the engine's address, e.g. `redis`.
  String scheme();

  /// Makes an instance that is not started. It opens one port, `grpc`.
  ///
  /// @param engine the engine's address, of this scheme
  /// @throws dev.orrery.runtime.config.ConfigurationException when the address is of another form
  Component adapt(URI engine, ComponentContext context);
}
