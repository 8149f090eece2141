package dev.orrery.primitives.lab.placement;

import dev.orrery.primitives.placement.Hash64;
import dev.orrery.primitives.placement.HashRing;
import dev.orrery.primitives.placement.KeyPlacement;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Placements that are wrong in one way each.
final class PlacementTwins {
  private PlacementTwins() {}

  static List<WrongTwin<PlacementFactory>> all() {
    return List.of(
        twin("one-point-ring", "a ring without virtual nodes", nodes -> new HashRing(nodes, 1)),
        twin("modulo", "hash modulo the number of nodes", nodes -> modulo(new TreeSet<>(nodes))),
        twin("as-listed", "depends on the order of the nodes", PlacementTwins::modulo),
        twin("favourite", "sends everything to the first name", PlacementTwins::favourite),
        twin("echo", "gives one node several times", PlacementTwins::echo));
  }

  private static WrongTwin<PlacementFactory> twin(
      String name, String mistake, PlacementFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }

  private static KeyPlacement modulo(Set<String> nodes) {
    List<String> names = List.copyOf(new ArrayList<>(nodes));
    return (key, count) -> {
      int first = Math.floorMod(Hash64.of(key), names.size());
      List<String> found = new ArrayList<>();
      for (int i = 0; i < Math.min(count, names.size()); i++) {
        found.add(names.get((first + i) % names.size()));
      }
      return found;
    };
  }

  private static KeyPlacement favourite(Set<String> nodes) {
    return (key, count) -> new TreeSet<>(nodes).stream().limit(count).toList();
  }

  private static KeyPlacement echo(Set<String> nodes) {
    KeyPlacement right = new HashRing(nodes);
    return (key, count) -> {
      List<String> found = new ArrayList<>(right.nodesFor(key, count));
      for (int i = 1; i < found.size(); i++) {
        found.set(i, found.getFirst());
      }
      return found;
    };
  }
}
