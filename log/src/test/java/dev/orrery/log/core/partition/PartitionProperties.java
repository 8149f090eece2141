package dev.orrery.log.core.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.log.core.producer.SequenceVerdict;
import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.ProducerStamp;
import dev.orrery.log.core.segment.IndexedLog;
import dev.orrery.log.core.segment.SegmentOptions;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/// A partition agrees with a list of forced records and a list of those that wait.
class PartitionProperties {
  /// What can be done to a partition.
  sealed interface Action {
    record Produce(int records, int producer) implements Action {}

    record Repeat(int producer) implements Action {}

    record Skip(int producer) implements Action {}

    record Force() implements Action {}

    record Restart() implements Action {}

    record Crash() implements Action {}

    record Fetch(int offset, int maximumBytes) implements Action {}
  }

  private record Sent(int sequence, List<LogRecord> records, long offset) {}

  @Property(tries = 300)
  void behavesLikeAListOfForcedRecords(@ForAll("actions") List<Action> actions) throws IOException {
    Run run = new Run();
    for (Action action : actions) {
      run.apply(action);
    }
  }

  private static final class Run {
    private static final SegmentOptions OPTIONS = new SegmentOptions(400, 100);
    private static final int PRODUCERS = 3;

    private CrashDisk disk = new CrashDisk(5);
    private Partition partition = open();
    private final List<Integer> all = new ArrayList<>();
    private int forced;
    private final List<List<Sent>> sent = new ArrayList<>();
    private int made;

    Run() throws IOException {
      for (int i = 0; i < PRODUCERS; i++) {
        sent.add(new ArrayList<>());
      }
    }

    private Partition open() throws IOException {
      return Partition.over(new TopicPartition("t", 0), IndexedLog.open(disk, "t-0", OPTIONS), 0);
    }

    void apply(Action action) throws IOException {
      switch (action) {
        case Action.Produce(int count, int producer) -> produce(count, producer);
        case Action.Repeat(int producer) -> repeat(producer);
        case Action.Skip(int producer) -> skip(producer);
        case Action.Force force -> force();
        case Action.Restart restart -> {
          force();
          partition.close();
          partition = open();
        }
        case Action.Crash crash -> {
          disk = disk.crash();
          partition = open();
          forget((int) partition.highWatermark());
        }
        case Action.Fetch(int offset, int maximumBytes) -> fetch(offset, maximumBytes);
      }
      assertThat(partition.highWatermark()).isEqualTo(forced);
    }

    private void force() throws IOException {
      partition.force();
      forced = all.size();
    }

    /// After a crash any prefix with all forced records may be there.
    private void forget(int kept) {
      assertThat(kept).isBetween(forced, all.size());
      all.subList(kept, all.size()).clear();
      forced = kept;
      for (List<Sent> batches : sent) {
        batches.removeIf(it -> it.offset() >= kept);
      }
    }

    private void produce(int count, int producer) throws IOException {
      List<LogRecord> records = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        records.add(LogRecord.of(made, new byte[0], new byte[] {(byte) made++}));
      }
      int sequence = nextSequence(producer);
      AppendResult result = partition.append(stamp(producer, sequence), records);
      assertThat(result).isEqualTo(new AppendResult.Appended(all.size(), false));
      sent.get(producer).add(new Sent(sequence, records, all.size()));
      records.forEach(it -> all.add((int) it.timestampMillis()));
    }

    private void repeat(int producer) throws IOException {
      List<Sent> batches = sent.get(producer);
      if (!batches.isEmpty()) {
        Sent again = batches.get(Math.max(0, batches.size() - 5));
        assertThat(partition.append(stamp(producer, again.sequence()), again.records()))
            .isEqualTo(new AppendResult.Appended(again.offset(), true));
      }
    }

    private void skip(int producer) throws IOException {
      int next = nextSequence(producer);
      List<LogRecord> one = List.of(LogRecord.of(0, new byte[0], new byte[1]));
      assertThat(partition.append(stamp(producer, next + 1), one))
          .isEqualTo(new AppendResult.Refused(new SequenceVerdict.OutOfOrder(next, next + 1)));
    }

    private int nextSequence(int producer) {
      return sent.get(producer).stream().mapToInt(it -> it.records().size()).sum();
    }

    private static ProducerStamp stamp(int producer, int sequence) {
      return new ProducerStamp(producer + 1, (short) 0, sequence);
    }

    private void fetch(int offset, int maximumBytes) throws IOException {
      if (offset > forced) {
        assertThatThrownBy(() -> partition.fetch(offset, maximumBytes))
            .isInstanceOf(OffsetOutOfRangeException.class);
        return;
      }
      Fetched fetched = partition.fetch(offset, maximumBytes);
      List<Integer> found =
          fetched.records().stream().map(it -> (int) it.timestampMillis()).toList();
      assertThat(found).isEqualTo(all.subList(offset, offset + found.size()));
      assertThat(fetched.nextOffset()).isEqualTo(offset + found.size());
      assertThat(found.size()).isGreaterThanOrEqualTo(Math.min(1, forced - offset));
      assertThat(fetched.nextOffset()).isLessThanOrEqualTo(forced);
    }
  }

  @Provide
  Arbitrary<List<Action>> actions() {
    Arbitrary<Integer> producer = Arbitraries.integers().between(0, 2);
    Arbitrary<Action> produce =
        Combinators.combine(Arbitraries.integers().between(1, 5), producer).as(Action.Produce::new);
    Arbitrary<Action> fetch =
        Combinators.combine(
                Arbitraries.integers().between(0, 60), Arbitraries.integers().between(0, 600))
            .as(Action.Fetch::new);
    return Arbitraries.frequencyOf(
            Tuple.of(6, produce),
            Tuple.of(2, producer.map(Action.Repeat::new)),
            Tuple.of(1, producer.map(Action.Skip::new)),
            Tuple.of(4, Arbitraries.of(new Action.Force())),
            Tuple.of(1, Arbitraries.of(new Action.Restart())),
            Tuple.of(1, Arbitraries.of(new Action.Crash())),
            Tuple.of(5, fetch))
        .list()
        .ofMaxSize(60);
  }
}
