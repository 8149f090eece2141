package dev.orrery.database.core.transaction;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.DatabaseException;
import dev.orrery.database.core.commitlog.CommitLog;
import dev.orrery.database.core.commitlog.CommitRecord;
import dev.orrery.database.core.commitlog.CommitRecord.Write;
import dev.orrery.database.core.mvcc.GarbageCollector;
import dev.orrery.database.core.mvcc.Retention;
import dev.orrery.database.core.mvcc.TableReader;
import dev.orrery.database.core.mvcc.VersionedRows;
import dev.orrery.database.core.store.Change;
import dev.orrery.database.core.store.Cursor;
import dev.orrery.database.core.store.OrderedStore;
import dev.orrery.primitives.ports.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The core, whole: commit log, versioned store and validation, with the time as an argument.
///
/// One thread calls [#commit(List, long)], [#tick(long)], [#releaseLog(long)] and [#close()]. Reads
/// through [#reader()], [#snapshot(long, long)] and [#flushStore()] may run beside it on any
/// thread. All times are monotonic nanoseconds.
public final class TransactionEngine implements Closeable {
  /// @param retention how long an overwritten version stays readable
  /// @param longestSnapshot the longest time to live of a snapshot
  /// @param maximumSnapshots distinct versions pinned at once
  /// @param maximumAsyncDelay an asynchronous commit is forced at most this much later
  /// @param segmentBytes size of a segment of the commit log
  /// @param checkpointBytes written to the log before the store is flushed and the log cut behind
  public record Settings(
      Duration retention,
      Duration longestSnapshot,
      int maximumSnapshots,
      Duration maximumAsyncDelay,
      long segmentBytes,
      long checkpointBytes) {}

  /// A new database begins at version 1, the version of its empty self, so that a snapshot of it
  /// has a name; 0 means "the newest" to a reader and "never written" in a row.
  public static final long EMPTY_VERSION = 1;

  private static final int REPLAY_BATCH_CHANGES = 1_000;
  private static final int GARBAGE_BUDGET = 2_000;
  private static final Duration HOUSEKEEPING_INTERVAL = Duration.ofMillis(100);
  private static final Bytes HORIZON_KEY = Bytes.wrap(new byte[] {0, 'h'});

  private final Settings settings;
  private final OrderedStore store;
  private final ConflictValidator validator;
  private final VersionedRows rows;
  private final CommitLog log;
  private final Retention retention;
  private final TableReader reader;
  private final List<String> damage;

  /// The last version given to a commit; equal to `visible` between two calls.
  private long sequenced;

  private volatile long visible;
  private volatile @Nullable Throwable failure;

  private boolean unforced;
  private long unforcedSince;
  private long bytesSinceCheckpoint;
  private boolean checkpointRunning;

  private long nextHousekeeping;
  private Bytes sweepPosition = GarbageCollector.FIRST;
  private long sweepHorizon;
  private long sweepStarted;
  private boolean sweeping;

  /// Opens the database on a disk: replays what the log has beyond the store.
  public TransactionEngine(
      Disk disk, OrderedStore store, ConflictValidator validator, Settings settings, long now)
      throws IOException {
    this.settings = settings;
    this.store = store;
    this.validator = validator;
    this.rows = new VersionedRows(store);
    this.log = new CommitLog(disk, settings.segmentBytes());
    this.sequenced = Math.max(store.appliedVersion(), EMPTY_VERSION);
    this.damage = List.copyOf(replay());
    this.visible = sequenced;
    long oldest = storedHorizon();
    this.sweepHorizon = oldest;
    this.sweepStarted = now;
    this.nextHousekeeping = now + HOUSEKEEPING_INTERVAL.toNanos();
    this.retention =
        new Retention(
            settings.retention().toNanos(),
            oldest,
            now,
            settings.longestSnapshot().toNanos(),
            settings.maximumSnapshots());
    retention.observe(now, visible);
    this.reader = new TableReader(rows, retention, () -> visible);
  }

  private List<String> replay() throws IOException {
    List<Change> batch = new ArrayList<>();
    List<String> found =
        log.replay(
            sequenced,
            commit -> {
              addChanges(batch, commit);
              sequenced = commit.version();
              if (batch.size() >= REPLAY_BATCH_CHANGES) {
                store.apply(List.copyOf(batch), sequenced);
                batch.clear();
              }
            });
    if (!batch.isEmpty()) {
      store.apply(batch, sequenced);
    }
    return found;
  }

  private long storedHorizon() throws IOException {
    try (Cursor cursor = store.scan(HORIZON_KEY, GarbageCollector.FIRST, false)) {
      return cursor.next() ? ByteBuffer.wrap(cursor.value().array()).getLong() : EMPTY_VERSION;
    }
  }

  /// Validates the transactions in this order, writes those that pass, and returns when every
  /// synchronous one is on disk. One flush serves all.
  ///
  /// @return an outcome for each, in order
  /// @throws DatabaseException.StorageFailed when the disk failed, now or earlier; it is then not
  ///   known which of the group the next start will find
  public List<Outcome> commit(List<Transaction> group, long now) {
    return guarded(() -> commitGroup(group, now));
  }

  private List<Outcome> commitGroup(List<Transaction> group, long now) throws IOException {
    PendingRows pending = new PendingRows(rows, retention::oldest);
    List<Change> changes = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>(group.size());
    boolean synchronous = false;
    for (Transaction transaction : group) {
      Optional<Conflict> conflict = firstConflict(transaction, pending);
      if (conflict.isPresent()) {
        outcomes.add(new Outcome.Aborted(conflict.get()));
        continue;
      }
      CommitRecord commit = new CommitRecord(++sequenced, transaction.writes());
      log.append(commit);
      for (Write write : commit.writes()) {
        pending.add(write, commit.version());
      }
      addChanges(changes, commit);
      synchronous |= transaction.synchronous();
      outcomes.add(new Outcome.Committed(commit.version()));
    }
    if (!changes.isEmpty()) {
      makeVisible(changes, synchronous, now);
    }
    return outcomes;
  }

  private Optional<Conflict> firstConflict(Transaction transaction, NewestRows newest)
      throws IOException {
    for (Precondition precondition : transaction.preconditions()) {
      Optional<Conflict> conflict = validator.validate(precondition, newest);
      if (conflict.isPresent()) {
        return conflict;
      }
    }
    return Optional.empty();
  }

  private void makeVisible(List<Change> changes, boolean synchronous, long now) throws IOException {
    if (!unforced) {
      unforced = true;
      unforcedSince = now;
    }
    if (synchronous || now - forceDeadline() >= 0) {
      force();
    }
    store.apply(changes, sequenced);
    visible = sequenced;
    retention.observe(now, visible);
  }

  private void addChanges(List<Change> changes, CommitRecord commit) {
    for (Write write : commit.writes()) {
      changes.add(VersionedRows.entry(write.table(), write.key(), commit.version(), write.value()));
      bytesSinceCheckpoint += write.key().length() + write.value().map(Bytes::length).orElse(0);
    }
  }

  private void force() throws IOException {
    log.force();
    unforced = false;
  }

  private long forceDeadline() {
    return unforcedSince + settings.maximumAsyncDelay().toNanos();
  }

  /// When [#tick(long)] must be called next.
  public long nextDeadline() {
    return unforced && forceDeadline() - nextHousekeeping < 0 ? forceDeadline() : nextHousekeeping;
  }

  /// Does what is due: forces asynchronous commits, lets old versions go.
  ///
  /// @throws DatabaseException.StorageFailed when the disk failed, now or earlier
  public void tick(long now) {
    guarded(() -> {
      if (unforced && now - forceDeadline() >= 0) {
        force();
      }
      if (now - nextHousekeeping >= 0) {
        nextHousekeeping = now + HOUSEKEEPING_INTERVAL.toNanos();
        retention.observe(now, visible);
        sweep(retention.advance(now), now);
      }
      return visible;
    });
  }

  private void sweep(long horizon, long now) throws IOException {
    if (!sweeping) {
      boolean pause = now - sweepStarted < settings.retention().toNanos() / 2;
      if (pause || horizon <= sweepHorizon) {
        return;
      }
      sweeping = true;
      sweepHorizon = horizon;
      sweepStarted = now;
    }
    GarbageCollector.Step step =
        GarbageCollector.step(store, sweepPosition, sweepHorizon, GARBAGE_BUDGET);
    if (!step.garbage().isEmpty()) {
      List<Change> batch = new ArrayList<>(step.garbage());
      byte[] stored = ByteBuffer.allocate(Long.BYTES).putLong(horizon).array();
      batch.add(new Change.Put(HORIZON_KEY, Bytes.wrap(stored)));
      store.apply(batch, sequenced);
    }
    sweepPosition = step.next();
    sweeping = !step.finished();
  }

  /// Reads; thread-safe, blocking on the store.
  public TableReader reader() {
    return reader;
  }

  /// The newest visible version, kept readable for this long.
  ///
  /// @throws DatabaseException.TooManySnapshots at the bound
  public long snapshot(long now, long nanos) {
    long version = visible;
    retention.pin(version, now, nanos);
    return version;
  }

  /// The oldest readable version.
  public long oldestReadable() {
    return retention.oldest();
  }

  /// The newest visible version.
  public long newest() {
    return visible;
  }

  /// Whether so much was logged that the store should be flushed; true once, until
  /// [#releaseLog(long)].
  public boolean beginCheckpoint() {
    if (checkpointRunning || bytesSinceCheckpoint < settings.checkpointBytes()) {
      return false;
    }
    checkpointRunning = true;
    bytesSinceCheckpoint = 0;
    return true;
  }

  /// Makes the store durable; on any thread, since it may take long.
  ///
  /// @return to be handed to [#releaseLog(long)]
  public long flushStore() throws IOException {
    return store.flush();
  }

  /// Ends a checkpoint: drops the part of the log that the store does not need any more.
  public void releaseLog(long flushedVersion) {
    guarded(() -> {
      log.releaseThrough(flushedVersion);
      checkpointRunning = false;
      return flushedVersion;
    });
  }

  /// What the recovery found unreadable below the last forced byte, a line each.
  public List<String> damage() {
    return damage;
  }

  /// Segments of the log on disk.
  public int logSegments() {
    return log.segments();
  }

  /// Why no commit is taken any more.
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /// Stops taking commits, as after a failed disk.
  public void fail(Throwable cause) {
    failure = cause;
  }

  /// Forces the log, flushes the store, closes both.
  @Override
  public void close() throws IOException {
    try (store;
        log) {
      if (failure == null) {
        log.force();
        log.releaseThrough(store.flush());
        failure = new IOException("closed");
      }
    }
  }

  /// Closes the files and leaves the store unflushed, as a crash does: the next start replays the
  /// log.
  public void abandon() throws IOException {
    try (store;
        log) {
      failure = new IOException("closed");
    }
  }

  private interface Storing<T> {
    T run() throws IOException;
  }

  private <T> T guarded(Storing<T> body) {
    Throwable earlier = failure;
    if (earlier != null) {
      throw new DatabaseException.StorageFailed(earlier);
    }
    try {
      return body.run();
    } catch (IOException | RuntimeException failed) {
      failure = failed;
      throw new DatabaseException.StorageFailed(failed);
    }
  }
}
