package dev.orrery.objectstore.lab.placement;

import dev.orrery.objectstore.core.placement.Placement;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of a placement.
public final class PlacementContract {
  private static final int FEW = 60;
  private static final int MANY = 2_000;

  /// Against the fair share. With 2,000 chunks on at most 8 volumes a fair draw strays from it by
  /// more than a third about once in ten million volumes.
  private static final double TOLERANCE = 0.4;

  private PlacementContract() {}

  /// @param first numbers are taken from here on, as the store gives them
  private record Case(List<String> volumes, long first) {
    @Override
    public String toString() {
      return "volumes " + volumes + ", chunks from " + Long.toHexString(first) + " on";
    }
  }

  public static Contract<PlacementFactory> any() {
    return Contract.of(
        Contract.ANY,
        law("every chunk goes to one of the volumes", PlacementContract::isMember),
        law("the set of volumes and the number decide, and nothing else", PlacementContract::same),
        law("every volume gets about its share", PlacementContract::balanced),
        law("a new volume takes chunks, and nothing else moves", PlacementContract::movesLittle));
  }

  private static Law<PlacementFactory, Case> law(
      String name, Law.Check<PlacementFactory, Case> check) {
    return Law.of(name, cases(), Case::toString, check);
  }

  private static Arbitrary<Case> cases() {
    Arbitrary<List<String>> volumes =
        Arbitraries.integers()
            .between(1, 99)
            .map(number -> "volume-" + number)
            .list()
            .uniqueElements()
            .ofMinSize(2)
            .ofMaxSize(8);
    Arbitrary<Long> first =
        Arbitraries.longs().between(1, 1_000).map(epoch -> (epoch << Integer.SIZE) + 1);
    return Combinators.combine(volumes, first).as(Case::new);
  }

  private static Set<String> set(List<String> volumes) {
    return new LinkedHashSet<>(volumes);
  }

  private static void isMember(PlacementFactory factory, Case drawn) {
    Placement placement = factory.over(set(drawn.volumes));
    for (long chunk = drawn.first; chunk < drawn.first + FEW; chunk++) {
      String volume = placement.volumeFor(chunk);
      require(
          drawn.volumes.contains(volume),
          "chunk " + Long.toHexString(chunk) + " goes to " + volume + ", which is no volume");
    }
  }

  private static void same(PlacementFactory factory, Case drawn) {
    Placement placement = factory.over(set(drawn.volumes));
    List<String> mixed = new ArrayList<>(drawn.volumes);
    Collections.shuffle(mixed, new Random(drawn.first));
    Placement other = factory.over(set(mixed));
    Placement reversed = factory.over(set(drawn.volumes.reversed()));
    for (long chunk = drawn.first + FEW; chunk > drawn.first; chunk--) {
      String expected = placement.volumeFor(chunk);
      for (Placement again : List.of(placement, other, reversed)) {
        String found = again.volumeFor(chunk);
        require(
            expected.equals(found),
            "chunk " + Long.toHexString(chunk) + " goes to " + expected + " and to " + found);
      }
    }
  }

  private static void balanced(PlacementFactory factory, Case drawn) {
    Placement placement = factory.over(set(drawn.volumes));
    Map<String, Integer> counts = new HashMap<>();
    for (long chunk = drawn.first; chunk < drawn.first + MANY; chunk++) {
      counts.merge(placement.volumeFor(chunk), 1, Integer::sum);
    }
    double fair = (double) MANY / drawn.volumes.size();
    for (String volume : drawn.volumes) {
      int count = counts.getOrDefault(volume, 0);
      require(
          Math.abs(count - fair) <= TOLERANCE * fair,
          volume + " gets " + count + " of " + MANY + " chunks, its share is " + Math.round(fair));
    }
  }

  private static void movesLittle(PlacementFactory factory, Case drawn) {
    String fresh = drawn.volumes.getLast();
    Placement before = factory.over(set(drawn.volumes.subList(0, drawn.volumes.size() - 1)));
    Placement after = factory.over(set(drawn.volumes));
    for (long chunk = drawn.first; chunk < drawn.first + FEW; chunk++) {
      String old = before.volumeFor(chunk);
      String now = after.volumeFor(chunk);
      require(
          now.equals(old) || now.equals(fresh),
          fresh
              + " came, and chunk "
              + Long.toHexString(chunk)
              + " moved from "
              + old
              + " to "
              + now);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
