package dev.orrery.objectstore.lab.placement;

import dev.orrery.objectstore.core.placement.RendezvousPlacement;
import dev.orrery.primitives.placement.Hash64;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/// Placements that are wrong in one place each.
final class PlacementTwins {
  private PlacementTwins() {}

  static List<WrongTwin<PlacementFactory>> all() {
    return List.of(
        twin(
            "modulo",
            "takes the number modulo the count: one volume more, and nearly all chunks move",
            volumes -> {
              List<String> sorted = List.copyOf(new TreeSet<>(volumes));
              return chunk -> sorted.get((int) Math.floorMod(chunk, (long) sorted.size()));
            }),
        twin(
            "as-given",
            "depends on the order in which the volumes were named",
            volumes -> {
              List<String> given = List.copyOf(new ArrayList<>(volumes));
              return chunk ->
                  given.get((int) Math.floorMod(Hash64.mix(chunk), (long) given.size()));
            }),
        twin(
            "round-robin",
            "deals the volumes out in turn: asked twice, it answers differently",
            volumes -> {
              List<String> sorted = List.copyOf(new TreeSet<>(volumes));
              AtomicInteger next = new AtomicInteger();
              return chunk -> sorted.get(Math.floorMod(next.getAndIncrement(), sorted.size()));
            }),
        twin(
            "favourite",
            "gives a quarter of all chunks to the first volume, whatever their numbers",
            volumes -> {
              String first = new TreeSet<>(volumes).first();
              RendezvousPlacement right = new RendezvousPlacement(volumes);
              return chunk -> chunk % 4 == 0 ? first : right.volumeFor(chunk);
            }),
        twin(
            "first-only",
            "puts everything on one volume: nothing moves, and nothing is spread",
            volumes -> {
              String first = new TreeSet<>(volumes).first();
              return chunk -> first;
            }),
        twin(
            "made-up",
            "names a volume that is not there",
            volumes -> {
              RendezvousPlacement right = new RendezvousPlacement(volumes);
              return chunk -> chunk % 16 == 0 ? "volume-0" : right.volumeFor(chunk);
            }));
  }

  private static WrongTwin<PlacementFactory> twin(
      String name, String mistake, PlacementFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }
}
