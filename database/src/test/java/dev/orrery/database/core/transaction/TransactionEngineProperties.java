package dev.orrery.database.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.DatabaseException;
import dev.orrery.database.core.mvcc.RowVersion;
import dev.orrery.database.core.mvcc.TableReader;
import dev.orrery.database.core.store.OrderedStore;
import dev.orrery.database.core.store.SortedMapStore;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Long random lives of the engine beside the model: commits, reads at all readable versions,
/// pages, snapshots, garbage collection, restarts.
class TransactionEngineProperties {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  static final TransactionEngine.Settings SETTINGS =
      new TransactionEngine.Settings(
          Duration.ofMillis(400), Duration.ofMillis(600), 100, Duration.ofMillis(20), 300, 1_000);

  private static final class Life {
    final CrashDisk disk = new CrashDisk(1);
    final Model model = new Model();
    final RandomGenerator random;
    long now;
    long pinned;
    long pinnedUntil;
    TransactionEngine engine;

    Life(long seed) throws IOException {
      random = new SplittableRandom(seed);
      engine = open();
    }

    TransactionEngine open() throws IOException {
      OrderedStore store = new SortedMapStore(disk);
      return new TransactionEngine(disk, store, new BackwardValidator(), SETTINGS, now);
    }

    void step() throws IOException {
      now += random.nextInt(30) * MILLI;
      if (engine.nextDeadline() <= now) {
        engine.tick(now);
      }
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3, 4 -> commit();
        case 5, 6 -> get();
        case 7, 8, 9 -> scan();
        case 10 -> snapshot();
        default -> maintain();
      }
      if (pinnedUntil > now) {
        assertThat(engine.oldestReadable()).isLessThanOrEqualTo(pinned);
      }
    }

    void commit() {
      List<Transaction> group = new ArrayList<>();
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        group.add(Draw.transaction(random, engine.newest()));
      }
      List<Outcome> outcomes = engine.commit(group, now);
      for (int i = 0; i < group.size(); i++) {
        boolean doubtful = false;
        boolean expected = true;
        for (Precondition precondition : group.get(i).preconditions()) {
          Optional<Boolean> holds = model.holds(precondition, engine.oldestReadable());
          doubtful |= holds.isEmpty();
          expected &= holds.orElse(true);
        }
        boolean committed = outcomes.get(i) instanceof Outcome.Committed;
        if (!expected) {
          assertThat(committed).as("commit of %s", group.get(i)).isFalse();
        } else if (!doubtful) {
          assertThat(committed).as("commit of %s", group.get(i)).isTrue();
        }
        if (outcomes.get(i) instanceof Outcome.Committed(long version)) {
          model.commit(group.get(i).writes());
          assertThat(version).isEqualTo(model.newest());
        }
      }
      assertThat(engine.newest()).isEqualTo(model.newest());
    }

    long version() {
      long oldest = engine.oldestReadable();
      return random.nextBoolean() ? 0 : random.nextLong(oldest, engine.newest() + 1);
    }

    void get() throws IOException {
      String table = Draw.table(random);
      long version = version();
      TableReader.Rows rows = engine.reader().get(table, Draw.KEYS, version);
      long at = version == 0 ? model.newest() : version;
      assertThat(rows.version()).isEqualTo(at);
      assertThat(rows.rows())
          .isEqualTo(Draw.KEYS.stream().map(key -> model.get(table, key, at)).toList());
    }

    void scan() throws IOException {
      String table = Draw.table(random);
      Bytes start = Draw.bound(random);
      Bytes end = Draw.bound(random);
      boolean descending = random.nextBoolean();
      long version = version();
      long at = version == 0 ? model.newest() : version;
      var bound = new TableReader.PageBound(random.nextInt(1, 5), random.nextInt(1, 40));
      List<RowVersion> found = new ArrayList<>();
      var range = new TableReader.Range(start, end);
      while (true) {
        TableReader.Page page = engine.reader().scan(table, range, descending, bound, at);
        assertThat(page.rows()).hasSizeLessThanOrEqualTo(bound.rows());
        found.addAll(page.rows());
        if (page.complete()) {
          break;
        }
        assertThat(page.rows()).isNotEmpty();
        range =
            descending
                ? new TableReader.Range(start, page.next())
                : new TableReader.Range(page.next(), end);
      }
      List<RowVersion> expected = model.scan(table, start, end, at);
      assertThat(found).isEqualTo(descending ? expected.reversed() : expected);
    }

    void snapshot() {
      long ttl = random.nextInt(500) * MILLI;
      long version = engine.snapshot(now, ttl);
      assertThat(version).isEqualTo(model.newest());
      if (now + ttl > pinnedUntil) {
        pinned = version;
        pinnedUntil = now + ttl;
      }
    }

    void maintain() throws IOException {
      if (engine.beginCheckpoint()) {
        engine.releaseLog(engine.flushStore());
      }
      if (random.nextInt(4) == 0) {
        long oldest = engine.oldestReadable();
        engine.close();
        engine = open();
        assertThat(engine.oldestReadable()).isLessThanOrEqualTo(oldest);
        assertThat(engine.newest()).isEqualTo(model.newest());
      }
    }
  }

  @Property(tries = 150)
  void agreesWithTheModelAtEveryReadableVersion(@ForAll long seed) throws IOException {
    Life life = new Life(seed);
    for (int i = 0; i < 120; i++) {
      life.step();
    }
    life.engine.close();
  }

  @Property(tries = 20)
  void keepsNoMoreThanWhatIsReadableOnceAllIsQuiet(@ForAll long seed) throws IOException {
    Life life = new Life(seed);
    for (int i = 0; i < 60; i++) {
      life.step();
    }
    for (int i = 0; i < 40; i++) {
      life.now += 100 * MILLI;
      life.engine.tick(life.now);
    }
    assertThat(life.engine.oldestReadable()).isEqualTo(life.engine.newest());
    life.engine.close();
    int entries = 0;
    try (var cursor =
        new SortedMapStore(life.disk).scan(Bytes.wrap(new byte[] {1}), Bytes.EMPTY, false)) {
      while (cursor.next()) {
        entries++;
      }
    }
    int rows = 0;
    for (String table : Draw.TABLES) {
      rows += life.model.scan(table, Bytes.EMPTY, Bytes.EMPTY, life.model.newest()).size();
    }
    assertThat(entries).isEqualTo(rows);
  }

  @Property(tries = 20)
  void refusesVersionsThatAreCollectedOrNotYetThere(@ForAll long seed) throws IOException {
    Life life = new Life(seed);
    for (int i = 0; i < 60; i++) {
      life.step();
    }
    for (int i = 0; i < 40; i++) {
      life.now += 100 * MILLI;
      life.engine.tick(life.now);
    }
    long newest = life.engine.newest();
    for (long version : List.of(newest - 1, newest + 1, Long.MAX_VALUE, -1L)) {
      if (version == 0) {
        continue;
      }
      assertThatThrownBy(() -> life.engine.reader().get("t", Draw.KEYS, version))
          .isInstanceOf(DatabaseException.VersionUnavailable.class);
    }
  }
}
