package dev.orrery.primitives.placement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Consistent hashing on a ring, with virtual nodes.
///
/// ```
///            0
///         B₂ ┼ A₁          a key belongs to the first point clockwise of its hash
///       C₁ ─   ─ B₁   ← k  k → A₃? no: the next point is B₁'s, so k belongs to B
///         A₃ ┼ C₂          leaving A: only A's arcs change hands, each to its successor
///            A₂
/// ```
///
/// With one point a node, arcs differ by a factor of the logarithm of the number of nodes; with
/// [#VIRTUAL_NODES] points each, the largest share is some ten percent above the mean (experiment
/// `ring-balance`), and the load of a node that leaves spreads over all others instead of falling
/// on one neighbour. A lookup is a binary search.
///
/// David Karger et al., "Consistent Hashing and Random Trees", STOC 1997; points a node as in
/// Amazon's Dynamo (SOSP 2007).
public final class HashRing implements KeyPlacement {
  /// Points a node has on the ring unless told otherwise.
  public static final int VIRTUAL_NODES = 256;

  private record Point(long position, String node) {}

  private final int nodeCount;
  private final long[] positions;
  private final String[] owners;

  public HashRing(Set<String> nodes) {
    this(nodes, VIRTUAL_NODES);
  }

  /// @param virtualNodes points a node, at least 1
  public HashRing(Set<String> nodes, int virtualNodes) {
    if (virtualNodes < 1) {
      throw new IllegalArgumentException(
          "virtual nodes are " + virtualNodes + "; at least 1 is allowed");
    }
    List<Point> points = new ArrayList<>();
    for (String node : nodes) {
      for (int i = 0; i < virtualNodes; i++) {
        points.add(new Point(position(node, i), node));
      }
    }
    // Should two nodes share a point, the name decides: everybody must come to the same ring.
    points.sort(Comparator.comparingLong(Point::position).thenComparing(Point::node));
    nodeCount = nodes.size();
    positions = points.stream().mapToLong(Point::position).toArray();
    owners = points.stream().map(Point::node).toArray(String[]::new);
  }

  private static long position(String node, int virtualNode) {
    return Hash64.of((node + '#' + virtualNode).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<String> nodesFor(byte[] key, int count) {
    int wanted = Math.min(count, nodeCount);
    Set<String> found = new LinkedHashSet<>();
    for (int i = firstPointFrom(Hash64.of(key)); found.size() < wanted; i++) {
      found.add(owners[i % owners.length]);
    }
    return List.copyOf(found);
  }

  private int firstPointFrom(long hash) {
    int index = Arrays.binarySearch(positions, hash);
    return index >= 0 ? index : -index - 1;
  }
}
