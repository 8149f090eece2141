package dev.orrery.log.core.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.ProducerStamp;
import dev.orrery.log.core.segment.IndexedLog;
import dev.orrery.log.core.segment.SegmentOptions;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.disk.CrashTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Three idempotent producers share a partition whose power is cut again and again. Nothing that
/// was acknowledged is lost or moved, nothing is there twice, although every batch whose answer was
/// lost is sent again.
class PartitionCrashTest {
  @Test
  void fiveHundredCrashSchedulesLoseAndRepeatNothing() {
    CrashTest.run(500, new Workload());
  }

  @Test
  @Tag("deep")
  void tenThousandCrashSchedulesLoseAndRepeatNothing() {
    CrashTest.run(10_000, new Workload());
  }

  /// What the producers know, which no power cut takes from them.
  private static final class Ledger {
    final TreeMap<Long, String> acknowledged = new TreeMap<>();
    final List<Producer> producers = List.of(new Producer(1), new Producer(2), new Producer(3));
  }

  private static final class Producer {
    final long id;
    int nextSequence;
    int made;
    List<String> pending = List.of();
    long lastOffset = -1;
    List<String> last = List.of();

    Producer(long id) {
      this.id = id;
    }

    List<LogRecord> records(List<String> values) {
      return values.stream()
          .map(it -> LogRecord.of(1, new byte[0], it.getBytes(StandardCharsets.UTF_8)))
          .toList();
    }
  }

  private record Workload() implements CrashTest.Subject<Ledger> {
    private static final SegmentOptions OPTIONS = new SegmentOptions(700, 128);

    @Override
    public Ledger acknowledged() {
      return new Ledger();
    }

    @Override
    public void work(Disk disk, Ledger ledger, RandomGenerator random) throws IOException {
      Partition partition = open(disk);
      for (int i = 0; i < 40; i++) {
        Map<Producer, Long> answers = new java.util.LinkedHashMap<>();
        for (Producer producer : ledger.producers) {
          if (random.nextInt(3) > 0) {
            answers.put(producer, send(partition, producer, random));
          }
        }
        partition.force();
        answers.forEach((producer, offset) -> acknowledge(ledger, producer, offset));
        repeatAnAcknowledgedBatch(partition, ledger.producers.get(random.nextInt(3)));
      }
    }

    private static long send(Partition partition, Producer producer, RandomGenerator random)
        throws IOException {
      if (producer.pending.isEmpty()) {
        producer.pending = new ArrayList<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
          producer.pending.add(producer.id + ":" + producer.made++);
        }
      }
      ProducerStamp stamp = new ProducerStamp(producer.id, (short) 0, producer.nextSequence);
      AppendResult result = partition.append(stamp, producer.records(producer.pending));
      assertThat(result).isInstanceOf(AppendResult.Appended.class);
      return ((AppendResult.Appended) result).baseOffset();
    }

    private static void acknowledge(Ledger ledger, Producer producer, long offset) {
      long next = offset;
      for (String value : producer.pending) {
        ledger.acknowledged.put(next++, value);
      }
      producer.nextSequence += producer.pending.size();
      producer.last = producer.pending;
      producer.lastOffset = offset;
      producer.pending = List.of();
    }

    private static void repeatAnAcknowledgedBatch(Partition partition, Producer producer)
        throws IOException {
      if (producer.lastOffset >= 0 && producer.pending.isEmpty()) {
        int sequence = producer.nextSequence - producer.last.size();
        AppendResult again =
            partition.append(
                new ProducerStamp(producer.id, (short) 0, sequence),
                producer.records(producer.last));
        assertThat(again).isEqualTo(new AppendResult.Appended(producer.lastOffset, true));
      }
    }

    @Override
    public void recover(Disk disk, Ledger ledger) throws IOException {
      Partition partition = open(disk);
      assertThat(partition.damages()).isEmpty();
      TreeMap<Long, String> found = new TreeMap<>();
      long offset = 0;
      while (offset < partition.highWatermark()) {
        Fetched fetched = partition.fetch(offset, 1_000);
        for (LogRecord each : fetched.records()) {
          String value = StandardCharsets.UTF_8.decode(each.value().orElseThrow()).toString();
          assertThat(each.offset()).isEqualTo(offset++);
          found.put(each.offset(), value);
        }
      }
      Set<String> distinct = new HashSet<>(found.values());
      assertThat(distinct).as("no record is there twice").hasSize(found.size());
      assertThat(found).as("what was acknowledged").containsAllEntriesOf(ledger.acknowledged);
    }

    private static Partition open(Disk disk) throws IOException {
      return Partition.over(
          new TopicPartition("t", 0), IndexedLog.open(disk, "topics/t-0", OPTIONS), 1);
    }
  }
}
