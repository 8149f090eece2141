package dev.orrery.cache.core.dictionary;

import dev.orrery.cache.core.memory.Bytes;
import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A hash table from byte strings to nodes, chained, its size a power of two, resized a bucket at a
/// time, and walked by a cursor that survives the resizing.
///
/// ```
///   while it grows 4 → 8, `moved` buckets of the old table have been dealt out to the new one:
///
///   old  [ ][ ][c][d]          moved = 2: buckets 0, 1 are empty for good
///   new  [a][ ][ ][ ][b][ ][ ][ ]        a node of old bucket i is in new bucket i or i + 4
/// ```
///
/// Each lookup, insertion and removal moves one bucket more, so that no operation pays for all.
///
/// **The cursor** counts with its bits reversed: the highest bit of the bucket number is
/// incremented first. Buckets that one bucket splits into when the table doubles share their low
/// bits, so they are visited next to each other, and a walk begun in the one size goes on in the
/// other without missing a bucket; some may come twice (Pieter Noordhuis's scan in Redis, 2012).
/// What a `SCAN` promises follows: an element there from start to end is returned at least once.
///
/// The nodes are the entries: whoever needs more than a key extends [Node], so that a key costs one
/// object here and no wrapper. Not thread-safe.
///
/// @param <N> the node
public final class Dictionary<N extends Dictionary.Node> {
  private static final int SMALLEST = 4;

  /// Below one node in so many buckets the table shrinks.
  private static final int SPARSE = 8;

  /// Of empty buckets passed over by one step of the resizing.
  private static final int EMPTY_BUCKETS_A_STEP = 10;

  /// Longer chains are rare: fewer than one bucket in 200 of a full table.
  private static final int DEEP = 4;

  /// Something with a key, chained into a bucket.
  public abstract static class Node {
    private final Bytes key;
    private @Nullable Node next;

    protected Node(Bytes key) {
      this.key = key;
    }

    public final Bytes key() {
      return key;
    }
  }

  private Node[] table = new Node[SMALLEST];

  /// The table being emptied into [#table]; null when none is.
  private Node @Nullable [] old;

  private int moved;
  private int size;

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /// The node of this key, or null.
  public @Nullable N find(Bytes key) {
    step();
    int hash = key.hashCode();
    Node[] emptying = old;
    if (emptying != null) {
      Node found = inChain(emptying[hash & (emptying.length - 1)], key);
      if (found != null) {
        return cast(found);
      }
    }
    Node found = inChain(table[hash & (table.length - 1)], key);
    return found == null ? null : cast(found);
  }

  private static @Nullable Node inChain(@Nullable Node first, Bytes key) {
    for (Node node = first; node != null; node = node.next) {
      if (node.key.equals(key)) {
        return node;
      }
    }
    return null;
  }

  /// Puts a node in whose key is not there; the caller has looked.
  public void add(N node) {
    step();
    if (size >= table.length && old == null) {
      resize(table.length << 1);
    }
    link(node);
    size++;
  }

  private void link(Node node) {
    int bucket = node.key.hashCode() & (table.length - 1);
    node.next = table[bucket];
    table[bucket] = node;
  }

  /// Takes the node of this key out and returns it, or null.
  public @Nullable N remove(Bytes key) {
    step();
    Node removed = old == null ? null : unlink(old, key);
    if (removed == null) {
      removed = unlink(table, key);
    }
    if (removed == null) {
      return null;
    }
    size--;
    if (old == null && table.length > SMALLEST && size < table.length / SPARSE) {
      resize(Math.max(SMALLEST, Integer.highestOneBit(Math.max(size, 1)) << 1));
    }
    return cast(removed);
  }

  private static @Nullable Node unlink(Node[] from, Bytes key) {
    int bucket = key.hashCode() & (from.length - 1);
    Node before = null;
    for (Node node = from[bucket]; node != null; node = node.next) {
      if (node.key.equals(key)) {
        if (before == null) {
          setBucket(from, bucket, node.next);
        } else {
          before.next = node.next;
        }
        node.next = null;
        return node;
      }
      before = node;
    }
    return null;
  }

  /// An empty bucket is null, which an array type cannot say here.
  @SuppressWarnings("NullAway")
  private static void setBucket(Node[] of, int bucket, @Nullable Node first) {
    of[bucket] = first;
  }

  public void clear() {
    table = new Node[SMALLEST];
    old = null;
    moved = 0;
    size = 0;
  }

  private void resize(int length) {
    old = table;
    table = new Node[length];
    moved = 0;
  }

  /// Moves one bucket of the old table, or passes over a few empty ones.
  private void step() {
    Node[] from = old;
    if (from == null) {
      return;
    }
    for (int i = 0; i < EMPTY_BUCKETS_A_STEP && moved < from.length; i++) {
      Node node = from[moved];
      setBucket(from, moved++, null);
      if (node != null) {
        while (node != null) {
          Node next = node.next;
          link(node);
          node = next;
        }
        break;
      }
    }
    if (moved == from.length) {
      old = null;
    }
  }

  /// Visits the buckets that `cursor` stands for. The visitor must not call this dictionary.
  ///
  /// @param cursor 0 to begin with, then what the last call returned
  /// @return the next cursor; 0 when the walk is done
  public long scan(long cursor, Consumer<? super N> visitor) {
    Node[] other = old;
    if (other == null) {
      visit(table, cursor, visitor);
      return advanced(cursor, table.length - 1);
    }
    Node[] small = other.length < table.length ? other : table;
    Node[] large = other.length < table.length ? table : other;
    int smallMask = small.length - 1;
    int largeMask = large.length - 1;
    visit(small, cursor, visitor);
    long next = cursor;
    do {
      visit(large, next, visitor);
      next = advanced(next, largeMask);
    } while ((next & (smallMask ^ largeMask)) != 0);
    return next;
  }

  private static long advanced(long cursor, long mask) {
    return Long.reverse(Long.reverse(cursor | ~mask) + 1);
  }

  private void visit(Node[] of, long cursor, Consumer<? super N> visitor) {
    for (Node node = of[(int) (cursor & (of.length - 1))]; node != null; node = node.next) {
      visitor.accept(cast(node));
    }
  }

  /// Visits every node. The visitor must not call this dictionary.
  public void forEach(Consumer<? super N> visitor) {
    if (old != null) {
      for (int bucket = moved; bucket < old.length; bucket++) {
        visit(old, bucket, visitor);
      }
    }
    for (int bucket = 0; bucket < table.length; bucket++) {
      visit(table, bucket, visitor);
    }
  }

  /// Any node, or null when there is none. A bucket and a position in it are drawn until there is a
  /// node, so each is as likely as the others; of chains beyond [#DEEP] a little less.
  public @Nullable N random(RandomGenerator random) {
    if (size == 0) {
      return null;
    }
    while (true) {
      int emptying = old == null ? 0 : old.length;
      int bucket = random.nextInt(emptying + table.length);
      Node first = old != null && bucket < emptying ? old[bucket] : table[bucket - emptying];
      int length = 0;
      for (Node node = first; node != null; node = node.next) {
        length++;
      }
      int position = random.nextInt(Math.max(length, DEEP));
      if (position < length) {
        Node node = first;
        for (int i = position; i > 0 && node.next != null; i--) {
          node = node.next;
        }
        return cast(node);
      }
    }
  }

  /// Bytes of the tables; the nodes are their owner's to count.
  public long tableBytes() {
    return (long) MemoryLayout.wordArray(table.length)
        + (old == null ? 0 : MemoryLayout.wordArray(old.length));
  }

  @SuppressWarnings("unchecked")
  private N cast(Node node) {
    return (N) node;
  }
}
