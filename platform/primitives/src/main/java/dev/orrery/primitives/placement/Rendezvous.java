package dev.orrery.primitives.placement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Rendezvous hashing, or highest random weight: every node draws a number for the key, the highest
/// wins.
///
/// ```
///   key k:   score(A, k) = 17    score(B, k) = 93    score(C, k) = 58      → B, then C, then A
///   B leaves: C wins k, as second; keys that B had not won do not move
/// ```
///
/// Balance is that of the hash itself, replicas fall out of the same ranking, and nothing is stored
/// but the names. A lookup costs a score for every node, which is the better deal below some
/// hundred nodes.
///
/// David Thaler and Chinya Ravishankar, "A Name-Based Mapping Scheme for Rendezvous", 1996.
public final class Rendezvous implements KeyPlacement {
  private record Node(String name, long hash) {}

  private record Score(long value, String name) {}

  private final List<Node> nodes;

  public Rendezvous(Set<String> nodes) {
    this.nodes =
        nodes.stream()
            .map(name -> new Node(name, Hash64.of(name.getBytes(StandardCharsets.UTF_8))))
            .toList();
  }

  @Override
  public List<String> nodesFor(byte[] key, int count) {
    long keyHash = Hash64.of(key);
    List<Score> scores = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      scores.add(new Score(Hash64.mix(node.hash ^ Hash64.mix(keyHash)), node.name));
    }
    scores.sort(Comparator.comparingLong(Score::value).reversed().thenComparing(Score::name));
    return scores.stream().limit(count).map(Score::name).toList();
  }
}
