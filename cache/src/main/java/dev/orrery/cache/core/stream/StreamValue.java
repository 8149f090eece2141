package dev.orrery.cache.core.stream;

import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.keyspace.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The entries of a stream, in nodes of some hundred, found by the identifier each begins with.
final class StreamValue implements Value {
  /// A node without its entries: the object, its list, and its place in the tree.
  private static final int NODE_BYTES = 24 + 24 + 40 + 24;

  private static final int FIXED_BYTES = 128;

  private static final class Node {
    final List<StreamEntry> entries = new ArrayList<>();

    /// What was appended ever, removed entries included.
    int appended;

    long size;

    /// Where an identifier is, or would be: see [Collections#binarySearch].
    int find(StreamId id) {
      int low = 0;
      int high = entries.size() - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        int order = entries.get(middle).id().compareTo(id);
        if (order == 0) {
          return middle;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return -low - 1;
    }
  }

  private final TreeMap<StreamId, Node> nodes = new TreeMap<>();
  private long length;
  private long bytes = FIXED_BYTES;
  private StreamId lastId = StreamId.LOWEST;
  private StreamId highestDeleted = StreamId.LOWEST;
  private long appended;

  long length() {
    return length;
  }

  int nodes() {
    return nodes.size();
  }

  /// The highest identifier given out, of a removed entry, too.
  StreamId lastId() {
    return lastId;
  }

  StreamId highestDeleted() {
    return highestDeleted;
  }

  /// How many entries were appended, ever.
  long appended() {
    return appended;
  }

  /// Sets what the entries themselves do not tell.
  void setHistory(StreamId last, long entriesAppended, StreamId deleted) {
    lastId = last;
    appended = entriesAppended;
    highestDeleted = deleted;
  }

  @Nullable StreamEntry first() {
    return nodes.isEmpty() ? null : nodes.firstEntry().getValue().entries.getFirst();
  }

  @Nullable StreamEntry last() {
    return nodes.isEmpty() ? null : nodes.lastEntry().getValue().entries.getLast();
  }

  /// @param entry later than all others
  /// @param nodeEntries entries, and `nodeBytes` bytes, at which a node is full; 0 means no limit
  void append(StreamEntry entry, long nodeEntries, long nodeBytes) {
    Map.Entry<StreamId, Node> tail = nodes.lastEntry();
    Node node = tail == null ? null : tail.getValue();
    if (node == null
        || (nodeEntries > 0 && node.appended >= nodeEntries)
        || (nodeBytes > 0 && node.size + entry.size() > nodeBytes)) {
      node = new Node();
      nodes.put(entry.id(), node);
      bytes += NODE_BYTES;
    }
    node.entries.add(entry);
    node.appended++;
    node.size += entry.size();
    lastId = entry.id();
    length++;
    appended++;
    bytes += entry.retainedBytes();
  }

  /// @return whether it was there
  boolean remove(StreamId id) {
    Map.Entry<StreamId, Node> place = nodes.floorEntry(id);
    int at = place == null ? -1 : place.getValue().find(id);
    if (place == null || at < 0) {
      return false;
    }
    StreamEntry removed = place.getValue().entries.remove(at);
    length--;
    bytes -= removed.retainedBytes();
    if (place.getValue().entries.isEmpty()) {
      nodes.remove(place.getKey());
      bytes -= NODE_BYTES;
    }
    if (id.compareTo(highestDeleted) > 0) {
      highestDeleted = id;
    }
    return true;
  }

  /// Removes entries from the front as long as there are more than `longest`, or the first is
  /// before `lowest`.
  ///
  /// @param wholeNodes whether a node of which something must stay stays whole
  /// @param limit most entries to remove; 0 means no limit
  /// @return how many were removed
  long trim(long longest, StreamId lowest, boolean wholeNodes, long limit) {
    long removed = 0;
    while (length > 0) {
      Map.Entry<StreamId, Node> head = nodes.firstEntry();
      List<StreamEntry> entries = head.getValue().entries;
      int size = entries.size();
      boolean whole = length - size >= longest || entries.getLast().id().compareTo(lowest) < 0;
      if (whole && (limit == 0 || removed + size <= limit)) {
        nodes.remove(head.getKey());
        bytes -= NODE_BYTES;
        length -= size;
        removed += size;
        for (StreamEntry entry : entries) {
          bytes -= entry.retainedBytes();
        }
        continue;
      }
      if (wholeNodes) {
        break;
      }
      int kept = 0;
      while (length > longest || entries.get(kept).id().compareTo(lowest) < 0) {
        bytes -= entries.get(kept++).retainedBytes();
        length--;
      }
      entries.subList(0, kept).clear();
      return removed + kept;
    }
    return removed;
  }

  /// The entries from `first` to `last`, both inclusive.
  ///
  /// @param count most of them; negative means all
  List<StreamEntry> range(StreamId first, StreamId last, long count, boolean backwards) {
    List<StreamEntry> found = new ArrayList<>();
    if (first.compareTo(last) > 0 || nodes.isEmpty()) {
      return found;
    }
    StreamId floor = nodes.floorKey(first);
    NavigableMap<StreamId, Node> part =
        nodes.subMap(floor == null ? first : floor, true, last, true);
    for (Node node : (backwards ? part.descendingMap() : part).values()) {
      List<StreamEntry> entries = backwards ? node.entries.reversed() : node.entries;
      for (StreamEntry entry : entries) {
        if (found.size() == count) {
          return found;
        }
        if (entry.id().compareTo(first) >= 0 && entry.id().compareTo(last) <= 0) {
          found.add(entry);
        } else if (entry.id().compareTo(last) > 0 && !backwards) {
          return found;
        }
      }
    }
    return found;
  }

  @Override
  public ValueType type() {
    return ValueType.STREAM;
  }

  @Override
  public String encoding() {
    return "stream";
  }

  @Override
  public long retainedBytes() {
    return bytes;
  }

  @Override
  public int elements() {
    return nodes.size() + 1;
  }

  @Override
  public Value copy() {
    StreamValue copied = new StreamValue();
    nodes.forEach((id, node) -> {
      Node twin = new Node();
      twin.entries.addAll(node.entries);
      twin.appended = node.appended;
      twin.size = node.size;
      copied.nodes.put(id, twin);
    });
    copied.length = length;
    copied.bytes = bytes;
    copied.setHistory(lastId, appended, highestDeleted);
    return copied;
  }
}
