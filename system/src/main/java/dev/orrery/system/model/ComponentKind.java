package dev.orrery.system.model;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.lifecycle.Component;
import dev.orrery.runtime.lifecycle.ComponentContext;
import java.util.List;

/// A kind of component that can be run.
///
/// @param name as on the command line, in the registry and in `service.name`, e.g. `cache`
/// @param section its section in the configuration
/// @param configuration the record that section is bound to
/// @param ports the names of its ports; `grpc` first
/// @param factory makes an instance that is not started
public record ComponentKind(
    String name,
    String section,
    Class<? extends Record> configuration,
    List<String> ports,
    Factory factory) {
  @FunctionalInterface
  public interface Factory {
    Component create(Configuration configuration, ComponentContext context);
  }

  static <C extends Record> ComponentKind of(
      String name, String section, Class<C> type, List<String> ports, TypedFactory<C> factory) {
    return new ComponentKind(
        name,
        section,
        type,
        List.copyOf(ports),
        (configuration, context) -> factory.create(configuration.bind(section, type), context));
  }

  /// A component's constructor: its configuration and what it is handed.
  @FunctionalInterface
  interface TypedFactory<C extends Record> {
    Component create(C configuration, ComponentContext context);
  }
}
