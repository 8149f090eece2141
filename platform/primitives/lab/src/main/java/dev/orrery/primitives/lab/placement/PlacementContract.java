package dev.orrery.primitives.lab.placement;

import dev.orrery.primitives.placement.KeyPlacement;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of `primitives.placement`.
public final class PlacementContract {
  private static final int KEYS = 600;

  /// How many times its fair share a node may own of [#KEYS] keys. Eight nodes own 75 each on
  /// average; drawing alone strays by 9 and the arcs of a ring of 256 points a node by 5, so the
  /// bound lies six standard deviations off.
  private static final double MOST_OF_FAIR_SHARE = 1.85;

  private PlacementContract() {}

  record Nodes(Set<String> names, int salt) {
    String key(int number) {
      return "key-" + salt + '-' + number;
    }

    String story() {
      return "nodes " + String.join(", ", new TreeSet<>(names)) + "; keys key-" + salt + "-0 …";
    }
  }

  public static Contract<PlacementFactory> any() {
    return Contract.of(
        Contract.ANY,
        law("gives distinct members, as many as wanted", PlacementContract::givesMembers),
        law("depends on the set of nodes alone", PlacementContract::dependsOnTheSet),
        law("moves keys only to a newcomer", PlacementContract::movesLittle),
        law("gives no node much more than its share", PlacementContract::balances));
  }

  private static Law<PlacementFactory, Nodes> law(
      String name, Law.Check<PlacementFactory, Nodes> check) {
    return Law.of(name, nodes(), Nodes::story, check);
  }

  private static Arbitrary<Nodes> nodes() {
    Arbitrary<Set<String>> names =
        Arbitraries.of(
                "node-0",
                "node-1",
                "node-2",
                "node-3",
                "node-4",
                "node-5",
                "node-6",
                "node-7",
                "10.0.0.1:9400",
                "10.0.0.2:9400",
                "a",
                "b")
            .set()
            .ofMinSize(1)
            .ofMaxSize(8)
            .map(LinkedHashSet::new);
    return Combinators.combine(names, Arbitraries.integers().between(0, 999)).as(Nodes::new);
  }

  private static void givesMembers(PlacementFactory factory, Nodes nodes) {
    KeyPlacement placement = factory.create(nodes.names());
    for (int count = 0; count <= nodes.names().size() + 1; count++) {
      List<String> given = placement.nodesFor(nodes.key(count), count);
      int wanted = Math.min(count, nodes.names().size());
      Set<String> distinct = new TreeSet<>(given);
      if (given.size() != wanted
          || distinct.size() != wanted
          || !nodes.names().containsAll(distinct)) {
        throw new AssertionError(
            "gave " + given + " when " + count + " of " + nodes.names() + " were wanted");
      }
    }
  }

  private static void dependsOnTheSet(PlacementFactory factory, Nodes nodes) {
    Set<String> reversed = new LinkedHashSet<>(List.copyOf(nodes.names()).reversed());
    KeyPlacement one = factory.create(nodes.names());
    KeyPlacement other = factory.create(reversed);
    for (int i = 0; i < KEYS / 10; i++) {
      List<String> left = one.nodesFor(nodes.key(i), nodes.names().size());
      List<String> right = other.nodesFor(nodes.key(i), nodes.names().size());
      if (!left.equals(right)) {
        throw new AssertionError(
            nodes.key(i)
                + " goes to "
                + left
                + ", and to "
                + right
                + " when the same nodes are"
                + " listed in another order");
      }
    }
  }

  private static void movesLittle(PlacementFactory factory, Nodes nodes) {
    Set<String> more = new LinkedHashSet<>(nodes.names());
    more.add("newcomer");
    KeyPlacement before = factory.create(nodes.names());
    KeyPlacement after = factory.create(more);
    int moved = 0;
    for (int i = 0; i < KEYS / 4; i++) {
      String from = before.nodesFor(nodes.key(i), 1).getFirst();
      String to = after.nodesFor(nodes.key(i), 1).getFirst();
      if (!to.equals(from) && !to.equals("newcomer")) {
        moved++;
      }
    }
    if (moved > 0) {
      throw new AssertionError(
          moved + " of " + KEYS / 4 + " keys moved between old nodes when one more joined");
    }
  }

  private static void balances(PlacementFactory factory, Nodes nodes) {
    KeyPlacement placement = factory.create(nodes.names());
    Map<String, Integer> owned = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      owned.merge(placement.nodesFor(nodes.key(i), 1).getFirst(), 1, Integer::sum);
    }
    int most = Collections.max(owned.values());
    double fair = (double) KEYS / nodes.names().size();
    if (most > MOST_OF_FAIR_SHARE * fair) {
      throw new AssertionError(
          "one node owns " + most + " of " + KEYS + " keys; its share would be " + (int) fair);
    }
  }
}
