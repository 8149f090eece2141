package dev.orrery.database.core.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.database.core.Bytes;
import dev.orrery.database.core.mvcc.TableReader;
import dev.orrery.database.core.store.SortedMapStore;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.disk.CrashTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Power cuts, torn and reordered writes, at any operation of the disk, recoveries included: what
/// was acknowledged under SYNC is there, what is lost is a suffix, no commit is there in half.
class CrashTestOfDurabilityTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  /// Small segments and checkpoints, so that both are met often.
  private static final TransactionEngine.Settings SETTINGS =
      new TransactionEngine.Settings(
          Duration.ofMillis(300), Duration.ofMillis(100), 100, Duration.ofMillis(20), 400, 300);

  private static final class History {
    /// Every commit attempted, by the version it gets.
    final Model model = new Model();

    /// The newest commit that may not be lost.
    long durable = TransactionEngine.EMPTY_VERSION;

    long now;
  }

  private static final class Workload implements CrashTest.Subject<History> {
    @Override
    public History acknowledged() {
      return new History();
    }

    private static TransactionEngine open(Disk disk, long now) throws IOException {
      return new TransactionEngine(
          disk, new SortedMapStore(disk), new BackwardValidator(), SETTINGS, now);
    }

    @Override
    public void work(Disk disk, History record, RandomGenerator random) throws IOException {
      TransactionEngine engine = open(disk, record.now);
      for (int i = 0; i < 60; i++) {
        record.now += random.nextInt(30) * MILLI;
        if (engine.nextDeadline() <= record.now) {
          engine.tick(record.now);
        }
        commit(engine, record, random);
        if (engine.beginCheckpoint()) {
          engine.releaseLog(engine.flushStore());
        }
      }
      if (random.nextBoolean()) {
        engine.close();
        record.durable = record.model.newest();
      }
    }

    private static void commit(TransactionEngine engine, History record, RandomGenerator random) {
      List<Transaction> group = new ArrayList<>();
      boolean synchronous = false;
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        Transaction drawn = Draw.transaction(random, engine.newest());
        Transaction unconditional = new Transaction(List.of(), drawn.writes(), drawn.synchronous());
        group.add(unconditional);
        record.model.commit(unconditional.writes());
        synchronous |= unconditional.synchronous();
      }
      List<Outcome> outcomes = engine.commit(group, record.now);
      assertThat(outcomes.getLast()).isEqualTo(new Outcome.Committed(record.model.newest()));
      if (synchronous) {
        record.durable = record.model.newest();
      }
    }

    @Override
    public void recover(Disk disk, History record) throws IOException {
      TransactionEngine engine = open(disk, record.now);
      long newest = engine.newest();
      assertThat(newest)
          .as("newest version after the crash")
          .isBetween(record.durable, record.model.newest());
      assertThat(engine.damage()).isEmpty();
      record.model.forgetAfter(newest);
      record.durable = newest;
      var everything = new TableReader.Range(Bytes.EMPTY, Bytes.EMPTY);
      var bound = new TableReader.PageBound(1_000, 1 << 20);
      long oldest = engine.oldestReadable();
      for (long version : new long[] {oldest, (oldest + newest) / 2, newest - 1, newest}) {
        if (version < oldest) {
          continue;
        }
        for (String table : Draw.TABLES) {
          assertThat(engine.reader().scan(table, everything, false, bound, version).rows())
              .as("table %s at version %s", table, version)
              .isEqualTo(record.model.scan(table, Bytes.EMPTY, Bytes.EMPTY, version));
        }
      }
    }
  }

  @Test
  void losesNothingAcknowledgedInFiveHundredSchedules() {
    CrashTest.run(500, new Workload());
  }

  @Test
  @Tag("deep")
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void losesNothingAcknowledgedInTenThousandSchedules() {
    CrashTest.run(10_000, new Workload());
  }
}
