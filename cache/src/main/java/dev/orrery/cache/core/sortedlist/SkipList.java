package dev.orrery.cache.core.sortedlist;

import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A skip list that can count: each link knows how many steps of the lowest level it skips, its
/// *span*. The sum of the spans on the way to a member is its rank.
///
/// ```
///   level 2   head ────────────4────────────► d ───1──►           rank of e:
///   level 1   head ──2──► b ────────2───────► d ───1──►             head ─4─► d ─1─► e
///   level 0   head ─1► a ─1► b ─1► c ─1► d ─1► e ─0►                4 + 1 − 1 = 4
/// ```
///
/// A member is on level 0, a quarter of them also on level 1, a sixteenth on level 2, and so on, by
/// lot; so searching, inserting and removing take O(log n) steps expected, without any rebalancing.
/// A hash map beside it finds a member's node at once.
///
/// William Pugh, "Skip Lists: A Probabilistic Alternative to Balanced Trees" (CACM 1990), and for
/// the spans his "A Skip List Cookbook" §3.4.
public final class SkipList implements SortedList {
  /// Enough for 4^16 members.
  static final int MAXIMUM_LEVELS = 16;

  private static final int HEAD_LEVELS = 4;
  private static final Bytes NO_MEMBER = Bytes.of("");
  private static final int FIXED_BYTES = 48 + MemoryLayout.HASH_MAP + MemoryLayout.wordArray(16);

  /// A member, or the head. `next[i]` is the following node on level i, null at the end; `span[i]`
  /// the steps on level 0 to there, or to the last node when there is none.
  private static final class Node {
    final Bytes member;
    final double score;
    final @Nullable Node[] next;
    final int[] span;

    Node(Bytes member, double score, int levels) {
      this.member = member;
      this.score = score;
      this.next = new @Nullable Node[levels];
      this.span = new int[levels];
    }

    int levels() {
      return span.length;
    }

    boolean before(double otherScore, Bytes otherMember) {
      return score < otherScore || (score == otherScore && member.compareTo(otherMember) < 0);
    }

    int retainedBytes() {
      return MemoryLayout.align(
              MemoryLayout.OBJECT_HEADER + 3 * MemoryLayout.REFERENCE + Double.BYTES)
          + 2 * MemoryLayout.wordArray(levels());
    }
  }

  /// Where a search went down: on each level the last node before the place, and its rank plus one
  /// (the head's is 0).
  private static final class Path {
    final Node[] nodes;
    final int[] ranks;

    Path(int levels) {
      nodes = new Node[levels];
      ranks = new int[levels];
    }
  }

  private final Map<Bytes, Node> nodes = new HashMap<>();
  private Node head = new Node(NO_MEMBER, Double.NEGATIVE_INFINITY, HEAD_LEVELS);
  private int levels = 1;
  private long memberBytes;

  /// Of the lots: xorshift (Marsaglia 2003). Seeded alike, so that the same calls give the same
  /// list.
  private int lots = 0x9E3779B9;

  @Override
  public boolean add(Bytes member, double score) {
    if (Double.isNaN(score)) {
      throw new IllegalArgumentException("a score is a number; NaN has no place in an order");
    }
    double place = score + 0.0; // −0.0 becomes 0.0
    Node held = nodes.get(member);
    if (held == null) {
      insert(member, place);
      memberBytes += MemoryLayout.bytes(member) + MemoryLayout.HASH_MAP_ENTRY;
      return true;
    }
    if (held.score != place) {
      unlink(held);
      insert(held.member, place);
    }
    return false;
  }

  private void insert(Bytes member, double score) {
    Node node = new Node(member, score, drawLevels());
    grow(node.levels());
    Path path = pathTo(score, member);
    int rank = path.ranks[0];
    for (int level = 0; level < levels; level++) {
      Node before = path.nodes[level];
      if (level < node.levels()) {
        int skipped = rank - path.ranks[level];
        node.next[level] = before.next[level];
        node.span[level] = before.span[level] - skipped;
        before.next[level] = node;
        before.span[level] = skipped + 1;
      } else {
        before.span[level]++;
      }
    }
    nodes.put(member, node);
    memberBytes += node.retainedBytes();
  }

  /// One level, and with probability 1/4 another, and so on.
  private int drawLevels() {
    lots ^= lots << 13;
    lots ^= lots >>> 17;
    lots ^= lots << 5;
    return Math.min(MAXIMUM_LEVELS, 1 + Integer.numberOfTrailingZeros(lots) / 2);
  }

  /// Makes `wanted` levels usable; a level so far unused is one empty link over the whole list.
  private void grow(int wanted) {
    if (wanted > head.levels()) {
      Node taller = new Node(head.member, head.score, MAXIMUM_LEVELS);
      System.arraycopy(head.next, 0, taller.next, 0, levels);
      System.arraycopy(head.span, 0, taller.span, 0, levels);
      head = taller;
    }
    if (wanted > levels) {
      Arrays.fill(head.next, levels, wanted, null);
      Arrays.fill(head.span, levels, wanted, nodes.size());
      levels = wanted;
    }
  }

  private Path pathTo(double score, Bytes member) {
    Path path = new Path(levels);
    Node node = head;
    int rank = 0;
    for (int level = levels - 1; level >= 0; level--) {
      Node next = node.next[level];
      while (next != null && next.before(score, member)) {
        rank += node.span[level];
        node = next;
        next = node.next[level];
      }
      path.nodes[level] = node;
      path.ranks[level] = rank;
    }
    return path;
  }

  @Override
  public boolean remove(Bytes member) {
    Node node = nodes.get(member);
    if (node == null) {
      return false;
    }
    unlink(node);
    memberBytes -= MemoryLayout.bytes(node.member) + MemoryLayout.HASH_MAP_ENTRY;
    return true;
  }

  private void unlink(Node node) {
    Path path = pathTo(node.score, node.member);
    for (int level = 0; level < levels; level++) {
      Node before = path.nodes[level];
      if (level < node.levels()) {
        before.next[level] = node.next[level];
        before.span[level] += node.span[level] - 1;
      } else {
        before.span[level]--;
      }
    }
    nodes.remove(node.member);
    memberBytes -= node.retainedBytes();
  }

  @Override
  public void removeLowest(int count) {
    for (int i = 0; i < count; i++) {
      Node lowest = head.next[0];
      if (lowest == null) {
        return;
      }
      remove(lowest.member);
    }
  }

  @Override
  public OptionalDouble score(Bytes member) {
    Node node = nodes.get(member);
    return node == null ? OptionalDouble.empty() : OptionalDouble.of(node.score);
  }

  @Override
  public OptionalInt rank(Bytes member) {
    Node node = nodes.get(member);
    return node == null
        ? OptionalInt.empty()
        : OptionalInt.of(pathTo(node.score, node.member).ranks[0]);
  }

  @Override
  public int countBelow(double score, boolean inclusive) {
    Node node = head;
    int count = 0;
    for (int level = levels - 1; level >= 0; level--) {
      Node next = node.next[level];
      while (next != null && (next.score < score || (inclusive && next.score == score))) {
        count += node.span[level];
        node = next;
        next = node.next[level];
      }
    }
    return count;
  }

  @Override
  public List<ScoredMember> range(int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    List<ScoredMember> members = new ArrayList<>(to - from);
    Node node = nodeBefore(from).next[0];
    for (int rank = from; rank < to && node != null; rank++) {
      members.add(new ScoredMember(node.member, node.score));
      node = node.next[0];
    }
    return members;
  }

  /// The node with `rank` nodes up to and including itself; the head for 0.
  private Node nodeBefore(int rank) {
    Node node = head;
    int passed = 0;
    for (int level = levels - 1; level >= 0; level--) {
      Node next = node.next[level];
      while (next != null && passed + node.span[level] <= rank) {
        passed += node.span[level];
        node = next;
        next = node.next[level];
      }
    }
    return node;
  }

  @Override
  public int size() {
    return nodes.size();
  }

  @Override
  public long retainedBytes() {
    return FIXED_BYTES + head.retainedBytes() + memberBytes;
  }
}
