package dev.orrery.social.timelines.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// The k-way merge (Knuth, TAOCP vol. 3, §5.4.1): a heap holds the head of every source, the newest
/// head is taken and replaced by its successor.
///
/// ```
///   sources   a: 9 6 1      heap  9ᵃ 8ᵇ 6ᶜ   → 9
///             b: 8 7              8ᵇ 6ᵃ 6ᶜ   → 8, 7, then 6ᵃ; 6ᶜ is the same post: dropped
///             c: 6 2
/// ```
///
/// Time is O((skipped + limit) · log sources); nothing beyond the page is looked at.
public final class HeapMerge implements TimelineMerge {
  @Override
  public List<PostRef> page(List<List<PostRef>> sources, PostRef before, int limit) {
    PriorityQueue<Head> heads = new PriorityQueue<>(Math.max(1, sources.size()));
    for (List<PostRef> source : sources) {
      int first = firstOlderThan(source, before);
      if (first < source.size()) {
        heads.add(new Head(source, first));
      }
    }
    List<PostRef> page = new ArrayList<>(limit);
    while (page.size() < limit) {
      Head newest = heads.poll();
      if (newest == null) {
        break;
      }
      PostRef reference = newest.reference();
      if (page.isEmpty() || !page.getLast().equals(reference)) {
        page.add(reference);
      }
      if (newest.place() + 1 < newest.source().size()) {
        heads.add(new Head(newest.source(), newest.place() + 1));
      }
    }
    return page;
  }

  private static int firstOlderThan(List<PostRef> source, PostRef before) {
    int low = 0;
    int high = source.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (source.get(middle).olderThan(before)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private record Head(List<PostRef> source, int place) implements Comparable<Head> {
    PostRef reference() {
      return source.get(place);
    }

    @Override
    public int compareTo(Head other) {
      return reference().compareTo(other.reference());
    }
  }
}
