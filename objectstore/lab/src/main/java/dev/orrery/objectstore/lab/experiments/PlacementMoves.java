package dev.orrery.objectstore.lab.experiments;

import dev.orrery.objectstore.core.placement.Placement;
import dev.orrery.objectstore.core.placement.RendezvousPlacement;
import dev.orrery.objectstore.lab.placement.PlacementFactory;
import dev.orrery.testkit.lab.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// What a new volume costs: the part of all chunks that would have to move, and how even the
/// volumes are.
public final class PlacementMoves {
  private static final String NAME = "placement-moves";
  private static final int CHUNKS = 20_000;
  private static final int MOST_VOLUMES = 16;
  private static final int PERCENT = 100;

  private PlacementMoves() {}

  public static Experiment experiment() {
    return new Experiment(
        NAME,
        "A volume is added to n. Which part of all chunks changes its volume, by division and by"
            + " rendezvous? Predict both for n = 4, and what the fullest volume holds.",
        PlacementMoves::run);
  }

  private static Set<String> volumes(int count) {
    return new TreeSet<>(IntStream.rangeClosed(1, count).mapToObj(i -> "volume-" + i).toList());
  }

  private static PlacementFactory division() {
    return volumes -> {
      List<String> sorted = List.copyOf(new TreeSet<>(volumes));
      return chunk -> sorted.get((int) Math.floorMod(chunk, (long) sorted.size()));
    };
  }

  private static double moved(PlacementFactory factory, int from) {
    Placement before = factory.over(volumes(from));
    Placement after = factory.over(volumes(from + 1));
    int moved = 0;
    for (long chunk = 0; chunk < CHUNKS; chunk++) {
      moved += before.volumeFor(chunk).equals(after.volumeFor(chunk)) ? 0 : 1;
    }
    return (double) PERCENT * moved / CHUNKS;
  }

  /// What the fullest volume holds, in hundredths of its share.
  private static double fullest(PlacementFactory factory, int count) {
    Placement placement = factory.over(volumes(count));
    Map<String, Integer> chunks = new HashMap<>();
    for (long chunk = 0; chunk < CHUNKS; chunk++) {
      chunks.merge(placement.volumeFor(chunk), 1, Integer::sum);
    }
    int most = chunks.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return (double) PERCENT * most * count / CHUNKS;
  }

  private static List<String> run(Path folder) throws IOException {
    List<Double> x = new ArrayList<>();
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    List<String> findings = new ArrayList<>();
    for (int n = 1; n <= MOST_VOLUMES; n++) {
      double divided = moved(division(), n);
      double rendezvous = moved(RendezvousPlacement::new, n);
      double full = fullest(RendezvousPlacement::new, n);
      x.add((double) n);
      add(curves, "moved by division", divided);
      add(curves, "moved by rendezvous", rendezvous);
      add(curves, "least possible", (double) PERCENT / (n + 1));
      add(curves, "fullest volume by rendezvous", full);
      if (n == 4 || n == MOST_VOLUMES) {
        findings.add(
            String.format(
                Locale.ROOT,
                "%d volumes and one more: %.0f %% move by division, %.0f %% by rendezvous; the"
                    + " fullest of %d holds %.0f %% of its share",
                n,
                divided,
                rendezvous,
                n,
                full));
      }
    }
    new Chart("A volume is added to n volumes", "volumes", "percent", false, x, curves)
        .write(folder, NAME);
    return findings;
  }

  private static void add(Map<String, List<Double>> curves, String name, double value) {
    curves.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
  }
}
