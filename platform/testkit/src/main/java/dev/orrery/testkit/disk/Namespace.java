package dev.orrery.testkit.disk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Which name leads to which file: as the program sees it, as it would be after a crash that keeps
/// nothing unforced, and the changes that lie between. Guarded by the lock of its [CrashDisk].
final class Namespace {
  /// A change that a force of its directory makes durable. Each names its file, so that it can be
  /// applied whether or not the changes before it were.
  private sealed interface Change {
    boolean touchesDirectory(String directory);

    boolean touchesName(String name);

    void applyTo(Map<String, Inode> names);

    record Link(String name, Inode file) implements Change {
      @Override
      public boolean touchesDirectory(String directory) {
        return directoryOf(name).equals(directory);
      }

      @Override
      public boolean touchesName(String other) {
        return name.equals(other);
      }

      @Override
      public void applyTo(Map<String, Inode> names) {
        names.put(name, file);
      }
    }

    record Unlink(String name, Inode file) implements Change {
      @Override
      public boolean touchesDirectory(String directory) {
        return directoryOf(name).equals(directory);
      }

      @Override
      public boolean touchesName(String other) {
        return name.equals(other);
      }

      @Override
      public void applyTo(Map<String, Inode> names) {
        names.remove(name, file);
      }
    }

    record Rename(String from, String to, Inode file) implements Change {
      @Override
      public boolean touchesDirectory(String directory) {
        return directoryOf(from).equals(directory) || directoryOf(to).equals(directory);
      }

      @Override
      public boolean touchesName(String other) {
        return from.equals(other) || to.equals(other);
      }

      @Override
      public void applyTo(Map<String, Inode> names) {
        names.remove(from, file);
        names.put(to, file);
      }
    }
  }

  private final NavigableMap<String, Inode> seen;
  private final NavigableMap<String, Inode> durable;
  private final List<Change> unforced = new ArrayList<>();

  Namespace() {
    this(new TreeMap<>());
  }

  private Namespace(NavigableMap<String, Inode> durable) {
    this.durable = durable;
    this.seen = new TreeMap<>(durable);
  }

  @Nullable Inode find(String name) {
    return seen.get(name);
  }

  Collection<Inode> files() {
    return seen.values();
  }

  boolean isDirectory(String name) {
    String prefix = name.isEmpty() ? "" : name + "/";
    String next = seen.higherKey(prefix);
    return next != null && next.startsWith(prefix);
  }

  List<String> list(String directory) {
    String prefix = directory.isEmpty() ? "" : directory + "/";
    TreeSet<String> names = new TreeSet<>();
    for (String name : seen.tailMap(prefix, false).keySet()) {
      if (!name.startsWith(prefix)) {
        break;
      }
      int slash = name.indexOf('/', prefix.length());
      names.add(name.substring(prefix.length(), slash < 0 ? name.length() : slash));
    }
    return List.copyOf(names);
  }

  Inode create(String name) {
    Inode file = new Inode();
    change(new Change.Link(name, file));
    return file;
  }

  void delete(String name, Inode file) {
    change(new Change.Unlink(name, file));
  }

  void rename(String from, String to, Inode file) {
    change(new Change.Rename(from, to, file));
  }

  private void change(Change change) {
    change.applyTo(seen);
    unforced.add(change);
  }

  void force(String directory) {
    for (int i = 0; i < unforced.size(); i++) {
      if (unforced.get(i).touchesDirectory(directory)) {
        i -= commit(i);
      }
    }
  }

  /// Makes one change durable, and before it those whose outcome it takes away: an earlier creation
  /// of a name that a forced rename moved into another directory must not come back. Returns how
  /// many changes that removed from the list.
  private int commit(int index) {
    Change change = unforced.get(index);
    int removed = 0;
    if (change instanceof Change.Rename rename) {
      for (int i = 0; i < index - removed; i++) {
        if (unforced.get(i).touchesName(rename.from())
            || unforced.get(i).touchesName(rename.to())) {
          int dragged = commit(i);
          removed += dragged;
          i -= dragged;
        }
      }
    }
    unforced.remove(index - removed);
    change.applyTo(durable);
    return removed + 1;
  }

  /// The names after a power cut: the durable ones, and of the changes since then each or not.
  Namespace crash(RandomGenerator random) {
    int fate = random.nextInt(4);
    for (Iterator<Change> changes = unforced.iterator(); changes.hasNext(); ) {
      Change change = changes.next();
      boolean happened =
          switch (fate) {
            case 0 -> true;
            case 1 -> false;
            default -> random.nextBoolean();
          };
      if (happened) {
        change.applyTo(durable);
      }
      changes.remove();
    }
    return new Namespace(durable);
  }

  static String directoryOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
