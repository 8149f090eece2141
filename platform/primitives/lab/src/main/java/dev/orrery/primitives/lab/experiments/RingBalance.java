package dev.orrery.primitives.lab.experiments;

import dev.orrery.primitives.placement.HashRing;
import dev.orrery.primitives.placement.KeyPlacement;
import dev.orrery.primitives.placement.Rendezvous;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// How evenly a hash ring spreads keys, by the number of virtual nodes.
public final class RingBalance {
  private static final String NAME = "ring-balance";
  private static final int NODES = 10;
  private static final int KEYS = 40_000;
  private static final List<Integer> VIRTUAL_NODES = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);

  private RingBalance() {}

  public static Experiment experiment() {
    return new Experiment(
        NAME,
        "How many points does a node need on a hash ring before the shares are even? Predict the"
            + " largest share of ten nodes, in multiples of the fair one, for 1, 16 and 256 points.",
        RingBalance::run);
  }

  private static List<String> run(Path folder) throws IOException {
    Set<String> nodes =
        IntStream.range(0, NODES).mapToObj(i -> "cache-" + i).collect(Collectors.toSet());
    List<Double> largest = new ArrayList<>();
    List<Double> smallest = new ArrayList<>();
    List<Double> rendezvous = new ArrayList<>();
    double best = shares(new Rendezvous(nodes)).getLast();
    for (int points : VIRTUAL_NODES) {
      List<Double> shares = shares(new HashRing(nodes, points));
      largest.add(shares.getLast());
      smallest.add(shares.getFirst());
      rendezvous.add(best);
    }
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    curves.put("largest share", largest);
    curves.put("smallest share", smallest);
    curves.put("largest with rendezvous", rendezvous);
    new Chart(
            "Shares of 10 nodes on a hash ring",
            "virtual nodes",
            "share / fair share",
            VIRTUAL_NODES.stream().map(Integer::doubleValue).toList(),
            curves,
            Chart.Axis.LOGARITHMIC)
        .write(folder, NAME);
    return IntStream.range(0, VIRTUAL_NODES.size())
        .mapToObj(i ->
            String.format(
                Locale.ROOT,
                "%3d points a node: the largest share is %.2f of the fair one, the smallest %.2f",
                VIRTUAL_NODES.get(i),
                largest.get(i),
                smallest.get(i)))
        .toList();
  }

  /// Shares of all nodes in multiples of the fair one, ascending.
  private static List<Double> shares(KeyPlacement placement) {
    Map<String, Integer> owned = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      owned.merge(placement.nodesFor("key-" + i, 1).getFirst(), 1, Integer::sum);
    }
    List<Double> shares =
        new ArrayList<>(owned.values().stream().map(keys -> (double) keys * NODES / KEYS).toList());
    Collections.sort(shares);
    return shares;
  }
}
