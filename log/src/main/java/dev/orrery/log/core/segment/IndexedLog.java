package dev.orrery.log.core.segment;

import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.RecordBatch;
import dev.orrery.log.core.segment.BatchWalk.Step;
import dev.orrery.primitives.ports.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The log that ships: segments with sparse indexes; the package tells its files and invariants.
///
/// Threads: one writer; any number of readers. `lifetime` is held for reading while a segment's
/// file is read and for writing while segments are deleted or closed, so that no reader meets a
/// closed file.
public final class IndexedLog implements SegmentedLog {
  private static final int MAXIMUM_DAMAGES = 1_000;

  private final Disk disk;
  private final String directory;
  private final SegmentOptions options;
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final ReadWriteLock lifetime = new ReentrantReadWriteLock();
  private final RecoveryPoint recoveryPoint;
  private final Set<Damage> damages = new LinkedHashSet<>();
  private volatile long nextOffset;
  private volatile long forcedOffset;

  private IndexedLog(Disk disk, String directory, SegmentOptions options) throws IOException {
    this.disk = disk;
    this.directory = directory;
    this.options = options;
    this.recoveryPoint = new RecoveryPoint(disk, directory);
  }

  /// Opens and recovers the log in `directory`, or creates it.
  public static IndexedLog open(Disk disk, String directory, SegmentOptions options)
      throws IOException {
    IndexedLog log = new IndexedLog(disk, directory, options);
    try {
      log.recover();
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
    return log;
  }

  private void recover() throws IOException {
    Optional<RecoveryPoint.Mark> mark = recoveryPoint.read();
    for (String name : disk.list(directory)) {
      Optional<Long> base = Segment.baseOffsetOf(name);
      if (base.isPresent()) {
        segments.put(base.get(), openSegment(base.get()));
      }
    }
    if (segments.isEmpty()) {
      long base = mark.map(RecoveryPoint.Mark::nextOffset).orElse(0L);
      segments.put(base, openSegment(base));
    }
    // The active segment's file itself may be gone; its offsets must not be given out again.
    long newest = mark.map(RecoveryPoint.Mark::segment).orElse(0L);
    if (newest > segments.lastKey()) {
      segments.put(newest, openSegment(newest));
    }
    Segment last = active();
    for (Segment sealed : segments.headMap(last.baseOffset()).values()) {
      if (!sealed.loadIndex()) {
        scanForced(sealed, sealed.size(), segments.higherKey(sealed.baseOffset()));
        sealed.storeIndex();
      }
    }
    recoverActive(last, mark.filter(it -> it.segment() == last.baseOffset()));
    // What the scan accepted may still be in the page cache only; it is about to be served.
    last.force();
    forceDirectories();
    forcedOffset = nextOffset;
    recoveryPoint.replace(mark());
  }

  /// The directory and those above it: a file survives only under a path that does.
  private void forceDirectories() throws IOException {
    String path = directory;
    while (!path.isEmpty()) {
      disk.forceDirectory(path);
      path = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }
    disk.forceDirectory("");
  }

  /// Below the mark: keep everything, tell what is damaged. Above it: cut at the first batch that
  /// is not whole.
  private void recoverActive(Segment last, Optional<RecoveryPoint.Mark> mark) throws IOException {
    long forcedTo = mark.map(it -> Math.min(it.position(), last.size())).orElse(0L);
    long forcedNext = mark.map(RecoveryPoint.Mark::nextOffset).orElse(last.baseOffset());
    scanForced(last, forcedTo, forcedNext);
    var boundary = new SparseIndex.Entry(forcedNext, forcedTo, 0);
    BatchWalk tail = last.walk(boundary, last.size(), Long.MAX_VALUE);
    nextOffset = forcedNext;
    long position = tail.position();
    Optional<RecordBatch> batch = tail.nextIntact();
    while (batch.isPresent()) {
      last.accept(batch.get(), position);
      nextOffset = batch.get().nextOffset();
      position = tail.position();
      batch = tail.nextIntact();
    }
    if (position < last.size()) {
      last.truncate(position);
    }
  }

  private void scanForced(Segment segment, long endPosition, long endOffset) throws IOException {
    BatchWalk walk =
        segment.walk(new SparseIndex.Entry(segment.baseOffset(), 0, 0), endPosition, endOffset);
    Step step = walk.next();
    while (!(step instanceof Step.End)) {
      switch (step) {
        case Step.Intact intact -> segment.accept(intact.batch(), intact.position());
        case Step.Damaged damaged -> report(segment, damaged);
        case Step.End end -> {}
      }
      step = walk.next();
    }
  }

  private Damage report(Segment segment, Step.Damaged damaged) {
    Damage damage =
        new Damage(
            damaged.firstOffset(), damaged.nextOffset(), segment.baseOffset(), damaged.position());
    synchronized (damages) {
      if (damages.size() < MAXIMUM_DAMAGES) {
        damages.add(damage);
      }
    }
    return damage;
  }

  @Override
  public void append(RecordBatch batch) throws IOException {
    if (batch.baseOffset() != nextOffset) {
      throw new IllegalArgumentException(
          "the next offset is " + nextOffset + ", not " + batch.baseOffset());
    }
    Segment segment = active();
    boolean full = segment.size() + batch.sizeInBytes() > options.segmentBytes();
    // Index entries hold offsets relative to the segment's base in 32 bits.
    boolean wide = batch.lastOffset() - segment.baseOffset() > Integer.MAX_VALUE;
    if (segment.size() > 0 && (full || wide)) {
      roll();
    }
    active().append(batch);
    nextOffset = batch.nextOffset();
  }

  @Override
  public void force() throws IOException {
    if (forcedOffset == nextOffset) {
      return;
    }
    active().force();
    forcedOffset = nextOffset;
    recoveryPoint.append(mark());
  }

  private RecoveryPoint.Mark mark() {
    Segment segment = active();
    return new RecoveryPoint.Mark(segment.baseOffset(), segment.size(), nextOffset);
  }

  @Override
  public void roll() throws IOException {
    Segment old = active();
    if (old.size() == 0) {
      return;
    }
    force();
    old.storeIndex();
    Segment fresh = openSegment(nextOffset);
    disk.forceDirectory(directory);
    segments.put(fresh.baseOffset(), fresh);
  }

  @Override
  public List<RecordBatch> read(long offset, long endOffset, int maximumBytes) throws IOException {
    lifetime.readLock().lock();
    try {
      List<RecordBatch> found = new ArrayList<>();
      long wanted = Math.max(offset, startOffset());
      long bytes = 0;
      Map.Entry<Long, Segment> at = segments.floorEntry(wanted);
      while (wanted < endOffset && at != null && (found.isEmpty() || bytes < maximumBytes)) {
        bytes = readSegment(at.getValue(), wanted, endOffset, maximumBytes, bytes, found);
        at = segments.higherEntry(at.getKey());
        if (at != null) {
          wanted = Math.max(wanted, at.getKey());
        }
      }
      return found;
    } finally {
      lifetime.readLock().unlock();
    }
  }

  private long readSegment(
      Segment segment,
      long offset,
      long endOffset,
      int maximumBytes,
      long bytesBefore,
      List<RecordBatch> found)
      throws IOException {
    long bytes = bytesBefore;
    BatchWalk walk = walkForced(segment, segment.index().floor(offset), endOffset);
    while (true) {
      switch (walk.next()) {
        case Step.Intact(RecordBatch batch, long position) -> {
          if (batch.nextOffset() > endOffset) {
            return Long.MAX_VALUE;
          }
          if (batch.lastOffset() >= offset) {
            bytes += batch.sizeInBytes();
            if (!found.isEmpty() && bytes > maximumBytes) {
              return Long.MAX_VALUE;
            }
            found.add(batch);
          }
        }
        case Step.Damaged damaged -> {
          Damage damage = report(segment, damaged);
          if (damaged.nextOffset() > offset) {
            if (found.isEmpty()) {
              throw new DamagedLogException(damage);
            }
            return Long.MAX_VALUE;
          }
        }
        case Step.End end -> {
          return bytes;
        }
      }
    }
  }

  /// A walk over what a reader may see of a segment: all of a sealed one; of the active one what
  /// was there when `endOffset` was forced, and perhaps more, which the caller leaves out.
  private BatchWalk walkForced(Segment segment, SparseIndex.Entry from, long endOffset) {
    Long nextBase = segments.higherKey(segment.baseOffset());
    // The active segment's size was published before `endOffset` was forced.
    return segment.walk(from, segment.size(), nextBase == null ? endOffset : nextBase);
  }

  @Override
  public OptionalLong offsetForTimestamp(long timestampMillis, long endOffset) throws IOException {
    lifetime.readLock().lock();
    try {
      for (Segment segment : segments.values()) {
        if (segment.maximumTimestamp() >= timestampMillis) {
          OptionalLong found = searchByTime(segment, timestampMillis, endOffset);
          if (found.isPresent()) {
            return found;
          }
        }
      }
      return OptionalLong.empty();
    } finally {
      lifetime.readLock().unlock();
    }
  }

  private OptionalLong searchByTime(Segment segment, long timestampMillis, long endOffset)
      throws IOException {
    BatchWalk walk = walkForced(segment, segment.index().floorByTime(timestampMillis), endOffset);
    Step step = walk.next();
    while (!(step instanceof Step.End)) {
      if (step instanceof Step.Intact(RecordBatch batch, long position)) {
        if (batch.baseOffset() >= endOffset) {
          return OptionalLong.empty();
        }
        if (batch.maximumTimestamp() >= timestampMillis) {
          for (LogRecord entry : batch.records()) {
            if (entry.timestampMillis() >= timestampMillis && entry.offset() < endOffset) {
              return OptionalLong.of(entry.offset());
            }
          }
        }
      }
      step = walk.next();
    }
    return OptionalLong.empty();
  }

  @Override
  public void retain(long oldestTimestampMillis, long maximumBytes) throws IOException {
    long total = sizeInBytes();
    while (segments.size() > 1) {
      Segment oldest = segments.firstEntry().getValue();
      boolean beyondSize = total - oldest.size() >= maximumBytes;
      boolean beyondAge = oldest.maximumTimestamp() < oldestTimestampMillis;
      if (!beyondSize && !beyondAge) {
        return;
      }
      total -= oldest.size();
      deleteOldest();
    }
  }

  @Override
  public void deleteBefore(long offset) throws IOException {
    while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= offset) {
      deleteOldest();
    }
  }

  /// One at a time, oldest first, each made durable, so that a crash leaves no hole.
  private void deleteOldest() throws IOException {
    lifetime.writeLock().lock();
    try {
      segments.pollFirstEntry().getValue().delete();
      disk.forceDirectory(directory);
    } finally {
      lifetime.writeLock().unlock();
    }
  }

  @Override
  public long startOffset() {
    return segments.firstKey();
  }

  @Override
  public long nextOffset() {
    return nextOffset;
  }

  @Override
  public long forcedOffset() {
    return forcedOffset;
  }

  @Override
  public long sizeInBytes() {
    return segments.values().stream().mapToLong(Segment::size).sum();
  }

  @Override
  public List<Damage> damages() {
    synchronized (damages) {
      return List.copyOf(damages);
    }
  }

  @Override
  public void close() throws IOException {
    lifetime.writeLock().lock();
    try {
      for (Segment segment : segments.values()) {
        segment.close();
      }
      recoveryPoint.close();
    } finally {
      lifetime.writeLock().unlock();
    }
  }

  private Segment active() {
    return segments.lastEntry().getValue();
  }

  private Segment openSegment(long baseOffset) throws IOException {
    return new Segment(disk, directory, baseOffset, options.indexIntervalBytes());
  }
}
