package dev.orrery.system.model;

import java.util.Map;

/// One instance of a model.
///
/// @param name unique, e.g. `web-2`
/// @param kind e.g. the kind `web`
/// @param ports port numbers by port name; 0 means any free one
public record InstanceSpec(String name, ComponentKind kind, Map<String, Integer> ports) {
  public InstanceSpec {
    ports = Map.copyOf(ports);
  }
}
