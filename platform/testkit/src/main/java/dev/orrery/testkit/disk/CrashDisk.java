package dev.orrery.testkit.disk;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A [Disk] in memory whose power can be cut. What was forced survives [#crash()] exactly; what was
/// not is kept, dropped, torn or reordered, as the seed decides (see the package's page).
///
/// The operations that change the disk (creating `open`, `append`, `force`, `truncate`, `rename`,
/// `delete`, `forceDirectory`) are numbered from 1; faults are aimed at those numbers. The same
/// seed and the same operations give the same disk, bit by bit, after the same crash.
///
/// Thread-safe: one lock for the disk and all its files.
public final class CrashDisk implements Disk {
  private static final int TRACE_LENGTH = 40;
  private static final long NEVER = -1;
  private static final Pattern NAME =
      Pattern.compile("(?!\\.{1,2}(/|$))[^/]+(/(?!\\.{1,2}(/|$))[^/]+)*");

  /// Guards every field below, the namespace and the inodes.
  private final Object lock = new Object();

  private final SplittableRandom random;
  private final Namespace names;
  private final ArrayDeque<String> trace; // handed on through crashes; only the powered disk writes
  private boolean powered = true;
  private boolean crashed;
  private long operations;
  private long forces;
  private long crashAt = NEVER;
  private long failAt = NEVER;
  private long failForceAt = NEVER;
  private long capacity = Long.MAX_VALUE;
  private long used;

  /// An empty disk.
  public CrashDisk(long seed) {
    this(new SplittableRandom(seed), new Namespace(), new ArrayDeque<>());
  }

  private CrashDisk(SplittableRandom random, Namespace names, ArrayDeque<String> trace) {
    this.trace = trace;
    this.random = random;
    this.names = names;
    this.used = names.files().stream().mapToLong(Inode::size).sum();
  }

  // ---- faults --------------------------------------------------------------------------------

  /// Cuts the power and returns what is found when it is back: a new disk, all of it durable. This
  /// one and its open files are dead from here on and throw [SimulatedCrash].
  ///
  /// @throws IllegalStateException when the power was cut by this method before
  public CrashDisk crash() {
    synchronized (lock) {
      if (crashed) {
        throw new IllegalStateException("this disk was crashed already; use what crash() returned");
      }
      crashed = true;
      powered = false;
      Namespace left = names.crash(random);
      Set<Inode> decided = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Inode file : left.files()) {
        if (decided.add(file)) {
          file.crash(random);
        }
      }
      CrashDisk next = new CrashDisk(random.split(), left, trace);
      next.capacity = capacity;
      next.note("---- power cut after operation " + operations + " ----");
      return next;
    }
  }

  /// The power fails at the `count`-th operation from now: it throws [SimulatedCrash], having been
  /// done, done in part or not done at all, and everything after it throws too.
  public void crashAfter(long count) {
    synchronized (lock) {
      crashAt = operations + positive(count);
    }
  }

  /// The `count`-th operation from now throws an [IOException]; a failed append may have left some
  /// of its bytes.
  public void failOperation(long count) {
    synchronized (lock) {
      failAt = operations + positive(count);
    }
  }

  /// The `count`-th [DiskFile#force()] from now throws an [IOException], and what that file held
  /// unforced can never be made safe again, whatever later forces say.
  public void failForce(long count) {
    synchronized (lock) {
      failForceAt = forces + positive(count);
    }
  }

  /// Takes back every ordered crash and failure that has not struck yet.
  public void clearFaults() {
    synchronized (lock) {
      crashAt = NEVER;
      failAt = NEVER;
      failForceAt = NEVER;
    }
  }

  /// The disk holds at most `bytes`; an append beyond writes what fits and throws an [IOException].
  public void limitTo(long bytes) {
    synchronized (lock) {
      capacity = bytes;
    }
  }

  /// Decay: turns one bit of a file, forced or not. Bit 0 is the lowest.
  public void flipBit(String name, long position, int bit) {
    synchronized (lock) {
      Inode file = require(name);
      if (position < 0 || position >= file.size() || bit < 0 || bit > 7) {
        throw new IndexOutOfBoundsException(
            name
                + " has "
                + file.size()
                + " bytes of 8 bits, but not bit "
                + bit
                + " of byte "
                + position);
      }
      file.flipBit((int) position, bit);
    }
  }

  /// Turns the lowest bit of the byte at `position`.
  public void flipBit(String name, long position) {
    flipBit(name, position, 0);
  }

  // ---- what a test may know ------------------------------------------------------------------

  /// How many operations were started on this disk since it was made.
  public long operations() {
    synchronized (lock) {
      return operations;
    }
  }

  /// How many bytes at the start of a file no crash can touch.
  public long forcedSize(String name) {
    synchronized (lock) {
      return require(name).stableSize();
    }
  }

  /// A copy of a file's bytes, the unforced ones included.
  public byte[] content(String name) {
    synchronized (lock) {
      return require(name).content();
    }
  }

  /// The last operations, oldest first, across power cuts; at most 40.
  public List<String> trace() {
    synchronized (lock) {
      return List.copyOf(trace);
    }
  }

  // ---- the port ------------------------------------------------------------------------------

  @Override
  public DiskFile open(String name) throws IOException {
    checkName(name);
    synchronized (lock) {
      requirePower();
      if (names.isDirectory(name)) {
        throw new IOException(name + " is a directory");
      }
      Inode file = names.find(name);
      if (file == null) {
        for (String parent = Namespace.directoryOf(name);
            !parent.isEmpty();
            parent = Namespace.directoryOf(parent)) {
          if (names.find(parent) != null) {
            throw new IOException(parent + " is a file, so " + name + " cannot be below it");
          }
        }
        operate("create " + name, () -> names.create(name), () -> {});
        file = require(name);
      }
      return new OpenFile(name, file);
    }
  }

  @Override
  public boolean exists(String name) {
    checkName(name);
    synchronized (lock) {
      requirePower();
      return names.find(name) != null || names.isDirectory(name);
    }
  }

  @Override
  public List<String> list(String directory) {
    checkDirectory(directory);
    synchronized (lock) {
      requirePower();
      return names.list(directory);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    checkName(from);
    checkName(to);
    synchronized (lock) {
      requirePower();
      Inode file = names.find(from);
      if (file == null) {
        throw new NoSuchFileException(from);
      }
      if (names.isDirectory(to)) {
        throw new IOException(to + " is a directory");
      }
      if (from.equals(to)) {
        return;
      }
      operate(
          "rename " + from + " to " + to,
          () -> {
            release(names.find(to));
            names.rename(from, to, file);
          },
          () -> {});
    }
  }

  @Override
  public void delete(String name) throws IOException {
    checkName(name);
    synchronized (lock) {
      requirePower();
      Inode file = names.find(name);
      if (file != null) {
        operate(
            "delete " + name,
            () -> {
              release(file);
              names.delete(name, file);
            },
            () -> {});
      }
    }
  }

  @Override
  public void forceDirectory(String directory) throws IOException {
    checkDirectory(directory);
    synchronized (lock) {
      operate("force directory \"" + directory + "\"", () -> names.force(directory), () -> {});
    }
  }

  /// One handle. It follows its file through renames and, as on POSIX, outlives its deletion.
  private final class OpenFile implements DiskFile {
    private final String name;
    private final Inode file;
    private boolean closed;

    OpenFile(String name, Inode file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      synchronized (lock) {
        requireOpen();
        return file.size();
      }
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      synchronized (lock) {
        requireOpen();
        int length = bytes.remaining();
        int room = Math.clamp(capacity - used, 0, length);
        operate(
            "append " + length + " bytes to " + name + " at " + file.size(),
            () -> {
              write(bytes, room);
              if (room < length) {
                throw new IOException(
                    "no space left on the disk: "
                        + room
                        + " of "
                        + length
                        + " bytes fit into "
                        + name);
              }
            },
            () -> write(bytes, random.nextInt(room + 1)));
      }
    }

    private void write(ByteBuffer bytes, int length) {
      if (length > 0) {
        file.append(bytes, length);
        used += length;
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      if (position < 0) {
        throw new IllegalArgumentException("a position is at least 0, but was " + position);
      }
      synchronized (lock) {
        requireOpen();
        return file.read(position, into);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (lock) {
        requireOpen();
        if (++forces == failForceAt) {
          failAt = operations + 1;
        }
        operate("force " + name + " at " + file.size(), file::force, file::failForce);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (lock) {
        requireOpen();
        if (size < 0 || size > file.size()) {
          throw new IllegalArgumentException(
              name + " has " + file.size() + " bytes and cannot be cut to " + size);
        }
        operate(
            "truncate " + name + " to " + size,
            () -> {
              used -= file.size() - size;
              file.truncate((int) size);
            },
            () -> {});
      }
    }

    @Override
    public void close() {
      synchronized (lock) {
        closed = true;
      }
    }

    private void requireOpen() throws IOException {
      requirePower();
      if (closed) {
        throw new IOException(name + " is closed");
      }
    }
  }

  // ---- the clockwork -------------------------------------------------------------------------

  private interface Effect {
    void apply() throws IOException;
  }

  /// Does one numbered operation, or lets a fault strike it; `inPart` is what a struck one leaves.
  private void operate(String what, Effect effect, Runnable inPart) throws IOException {
    requirePower();
    operations++;
    if (operations == crashAt) {
      powered = false;
      note(what + "  ← power lost");
      if (random.nextBoolean()) {
        effect.apply(); // done, yet nobody will learn of it
      } else if (!what.startsWith("force")) {
        inPart.run();
      }
      throw new SimulatedCrash("power lost at operation " + operations + ": " + what);
    }
    if (operations == failAt) {
      note(what + "  ← failed");
      inPart.run();
      throw new IOException("injected failure at operation " + operations + ": " + what);
    }
    note(what);
    effect.apply();
  }

  private void note(String line) {
    if (trace.size() == TRACE_LENGTH) {
      trace.removeFirst();
    }
    trace.addLast(line);
  }

  private void release(@Nullable Inode file) {
    used -= file == null ? 0 : file.size();
  }

  private void requirePower() {
    if (!powered) {
      throw new SimulatedCrash("this disk has lost its power");
    }
  }

  private Inode require(String name) {
    Inode file = names.find(name);
    if (file == null) {
      throw new IllegalArgumentException("no such file: " + name);
    }
    return file;
  }

  private static long positive(long count) {
    if (count < 1) {
      throw new IllegalArgumentException("operations are counted from 1, but this was " + count);
    }
    return count;
  }

  private static void checkDirectory(String directory) {
    if (!directory.isEmpty()) {
      checkName(directory);
    }
  }

  private static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a name is relative, separated by single /, without . and .., but was \"" + name + "\"");
    }
  }
}
