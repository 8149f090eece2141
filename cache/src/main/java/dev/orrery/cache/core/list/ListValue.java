package dev.orrery.cache.core.list;

import dev.orrery.cache.core.keyspace.Value;
import dev.orrery.cache.core.keyspace.ValueType;
import dev.orrery.cache.core.listpack.Listpack;
import dev.orrery.cache.core.memory.MemoryLayout;
import java.util.ArrayList;
import java.util.List;

/// A list as a row of small listpacks (Redis's quicklist, Matt Stancliff 2014): the ends are
/// reached at once, an index by skipping whole nodes, and an element costs few bytes. Changed in
/// place.
public final class ListValue implements Value {
  private static final int FIXED_BYTES = 24 + 24 + MemoryLayout.wordArray(10);
  private static final int SMALLEST_NODE = 4_096;

  /// A positive size counts elements; a node stays below these bytes all the same.
  private static final int MOST_NODE_BYTES = 8_192;

  private final List<Listpack> nodes = new ArrayList<>();
  private int size;
  private long nodeBytes;

  /// Where an element is.
  private record Place(int node, int offset) {}

  @Override
  public ValueType type() {
    return ValueType.LIST;
  }

  @Override
  public String encoding() {
    return "quicklist";
  }

  @Override
  public int elements() {
    return size;
  }

  @Override
  public long retainedBytes() {
    return FIXED_BYTES + nodeBytes + (long) MemoryLayout.REFERENCE * nodes.size();
  }

  @Override
  public Value copy() {
    ListValue copy = new ListValue();
    for (Listpack node : nodes) {
      copy.nodes.add(node.copy());
    }
    copy.size = size;
    copy.nodeBytes = copy.nodes.stream().mapToLong(Listpack::retainedBytes).sum();
    return copy;
  }

  /// Whether a node may take this element, too.
  ///
  /// @param limit `list-max-listpack-size`: elements if positive; −1 is 4 KiB, −2 8 KiB, … −5 64
  ///   KiB
  private static boolean fits(Listpack node, byte[] element, long limit) {
    long bytes = (long) node.end() + element.length;
    if (limit > 0) {
      return node.count() < limit && bytes <= MOST_NODE_BYTES;
    }
    int doublings = Math.clamp(-limit - 1, 0, 4);
    return bytes <= (long) SMALLEST_NODE << doublings;
  }

  /// Adds an element at the front, or at the back.
  public void push(byte[] element, boolean front, long limit) {
    int edge = front ? 0 : nodes.size() - 1;
    if (nodes.isEmpty() || !fits(nodes.get(edge), element, limit)) {
      edge = front ? 0 : nodes.size();
      addNode(edge);
    }
    Listpack node = nodes.get(edge);
    insertInto(node, front ? 0 : node.end(), element);
  }

  private void addNode(int index) {
    Listpack node = new Listpack();
    nodes.add(index, node);
    nodeBytes += node.retainedBytes();
  }

  private void insertInto(Listpack node, int offset, byte[] element) {
    nodeBytes -= node.retainedBytes();
    node.insert(offset, element);
    nodeBytes += node.retainedBytes();
    size++;
  }

  private void removeFrom(int index, int offset) {
    Listpack node = nodes.get(index);
    nodeBytes -= node.retainedBytes();
    node.remove(offset);
    size--;
    if (node.count() == 0) {
      nodes.remove(index);
    } else {
      nodeBytes += node.retainedBytes();
    }
  }

  /// Takes the first element, or the last; the list is not empty.
  public byte[] pop(boolean front) {
    int index = front ? 0 : nodes.size() - 1;
    Listpack node = nodes.get(index);
    int offset = front ? 0 : node.previous(node.end());
    byte[] element = node.get(offset);
    removeFrom(index, offset);
    return element;
  }

  private Place locate(int index) {
    int left = index;
    int node = 0;
    if (index > size / 2) {
      node = nodes.size();
      int behind = size;
      do {
        behind -= nodes.get(--node).count();
      } while (behind > index);
      left = index - behind;
    } else {
      while (left >= nodes.get(node).count()) {
        left -= nodes.get(node++).count();
      }
    }
    return new Place(node, nodes.get(node).place(left));
  }

  /// The element of an index from the front.
  public byte[] get(int index) {
    Place place = locate(index);
    return nodes.get(place.node).get(place.offset);
  }

  public void set(int index, byte[] element, long limit) {
    Place place = locate(index);
    Listpack node = nodes.get(place.node);
    if (fits(node, element, limit)) {
      nodeBytes -= node.retainedBytes();
      node.replace(place.offset, element);
      nodeBytes += node.retainedBytes();
    } else {
      removeFrom(place.node, place.offset);
      insert(index, element, limit);
    }
  }

  /// Puts an element in so that it has this index.
  public void insert(int index, byte[] element, long limit) {
    if (index == 0 || index == size) {
      push(element, index == 0, limit);
      return;
    }
    Place place = locate(index);
    Listpack node = nodes.get(place.node);
    if (!fits(node, element, limit)) {
      split(place);
      push(place.node, element, limit);
    } else {
      insertInto(node, place.offset, element);
    }
  }

  /// Lets a node end before a place, and a new one begin there.
  private void split(Place place) {
    if (place.offset == 0) {
      addNode(place.node);
      return;
    }
    Listpack node = nodes.get(place.node);
    Listpack rest = new Listpack();
    nodeBytes -= node.retainedBytes();
    for (int at = place.offset; at < node.end(); at = node.next(at)) {
      rest.append(node.get(at));
    }
    int moved = rest.count();
    for (int i = 0; i < moved; i++) {
      node.remove(node.previous(node.end()));
    }
    nodeBytes += node.retainedBytes() + rest.retainedBytes();
    nodes.add(place.node + 1, rest);
  }

  /// Adds behind the last element of a node, in a node of its own when there is no room.
  private void push(int index, byte[] element, long limit) {
    int at = index;
    if (nodes.get(at).count() > 0 && !fits(nodes.get(at), element, limit)) {
      addNode(++at);
    }
    insertInto(nodes.get(at), nodes.get(at).end(), element);
  }

  /// Takes out the elements of indexes `from` to `to` (exclusive).
  public void remove(int from, int to) {
    int left = to - from;
    while (left > 0) {
      Place place = locate(from);
      Listpack node = nodes.get(place.node);
      if (place.offset == 0 && node.count() <= left) {
        left -= node.count();
        size -= node.count();
        nodeBytes -= node.retainedBytes();
        nodes.remove(place.node);
      } else {
        removeFrom(place.node, place.offset);
        left--;
      }
    }
  }

  /// What a walk does with an element; false ends it.
  @FunctionalInterface
  public interface Visitor {
    boolean visit(int index, byte[] element);
  }

  /// Visits the elements from an index to the end, or back to the front.
  public void walk(int from, boolean forward, Visitor visitor) {
    if (from < 0 || from >= size) {
      return;
    }
    Place place = locate(from);
    int index = from;
    int step = forward ? 1 : -1;
    int offset = place.offset;
    for (int i = place.node; i >= 0 && i < nodes.size(); i += step) {
      Listpack node = nodes.get(i);
      if (i != place.node) {
        offset = forward ? 0 : node.previous(node.end());
      }
      while (true) {
        if (!visitor.visit(index, node.get(offset))) {
          return;
        }
        index += step;
        if (forward) {
          offset = node.next(offset);
          if (offset == node.end()) {
            break;
          }
        } else {
          if (offset == 0) {
            break;
          }
          offset = node.previous(offset);
        }
      }
    }
  }

  /// Takes out elements equal to one.
  ///
  /// @param most how many; all when 0
  /// @param forward whether the first, or the last
  /// @return how many there were
  public int removeEqual(byte[] element, int most, boolean forward) {
    int removed = 0;
    int step = forward ? 1 : -1;
    int i = forward ? 0 : nodes.size() - 1;
    while (i >= 0 && i < nodes.size()) {
      Listpack node = nodes.get(i);
      int nodesBefore = nodes.size();
      int offset = forward ? 0 : node.end();
      while (forward ? offset < node.end() : offset > 0) {
        int at = forward ? offset : node.previous(offset);
        boolean same = node.equalsAt(at, element);
        if (same) {
          removeFrom(i, at);
          if (++removed == most) {
            return removed;
          }
        }
        offset = forward && !same ? node.next(at) : at;
      }
      boolean gone = nodes.size() < nodesBefore;
      i += gone && forward ? 0 : step;
    }
    return removed;
  }
}
