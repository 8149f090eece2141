package dev.orrery.search.core.ranking;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/// Merges with a heap of the shards' next hits (Knuth, *TAOCP* 3, §5.4.1): the best of all stands
/// on top, is taken, and its shard's next takes its place. limit × log(shards) comparisons, and no
/// hit is looked at that is neither taken nor next.
///
/// ```
///   shard 0   9.1 [7.0] 3.2         heap: 8.4, 7.0, 5.5  → take 8.4, push 6.1
///   shard 1  [8.4] 6.1 6.0
///   shard 2   9.9 [5.5]
/// ```
public final class HeapTopK implements TopK {
  private static final class Head {
    private final List<Hit> hits;
    private int next;

    private Head(List<Hit> hits) {
      this.hits = hits;
    }

    private Hit hit() {
      return hits.get(next);
    }

    /// Steps over what is not after the place; returns whether something is left.
    private boolean skipTo(Optional<Hit> after) {
      while (next < hits.size() && after.isPresent() && hit().compareTo(after.get()) <= 0) {
        next++;
      }
      return next < hits.size();
    }
  }

  @Override
  public List<Hit> merge(List<List<Hit>> shards, Optional<Hit> after, int limit) {
    PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparing(Head::hit));
    for (List<Hit> hits : shards) {
      Head head = new Head(hits);
      if (head.skipTo(after)) {
        heads.add(head);
      }
    }
    List<Hit> merged = new ArrayList<>();
    while (merged.size() < limit && !heads.isEmpty()) {
      Head best = heads.remove();
      merged.add(best.hit());
      best.next++;
      if (best.next < best.hits.size()) {
        heads.add(best);
      }
    }
    return merged;
  }
}
