package dev.orrery.testkit.simulation;

import dev.orrery.primitives.ports.Network;
import dev.orrery.primitives.ports.Time;
import dev.orrery.testkit.disk.CrashDisk;
import java.util.random.RandomGenerator;

/// All that a node can reach: the ports of a core, and a random source. Valid for one life of a
/// node; what a dead life still sends through it is dropped.
///
/// @param <M> the message type
public interface Environment<M> extends Network<M> {
  /// This node's name.
  String name();

  /// Sends under this node's own name.
  default void send(String to, M message) {
    send(name(), to, message);
  }

  /// What survived the last crash; the same disk for one life of the node.
  CrashDisk disk();

  /// This node's own clocks, with their drift and skew.
  Time time();

  /// Drawn from the simulation's seed, apart for each node.
  RandomGenerator random();

  /// Adds a line to the event log.
  void log(String line);
}
