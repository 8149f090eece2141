package dev.orrery.log.lab.segments;

import dev.orrery.log.core.record.LogRecord;
import dev.orrery.log.core.record.ProducerStamp;
import dev.orrery.log.core.record.RecordBatch;
import dev.orrery.log.core.segment.DamagedLogException;
import dev.orrery.log.core.segment.SegmentOptions;
import dev.orrery.log.core.segment.SegmentedLog;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import dev.orrery.testkit.disk.CrashDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// What every log owes its partition: order, durability, and honesty about damage.
final class SegmentedLogContract {
  private static final String DIRECTORY = "topics/t-0";
  private static final SegmentOptions OPTIONS = new SegmentOptions(600, 150);

  /// One step of a case.
  sealed interface Step {
    record Append(int records, int timestamp) implements Step {}

    record Force() implements Step {}

    record Reopen() implements Step {}

    record Crash() implements Step {}

    record Read(int offset, int maximumBytes) implements Step {}
  }

  record Schedule(long seed, List<Step> steps) {}

  /// A log of `batches` batches, of whose largest file the bit `where` is turned.
  record Decay(int batches, int where) {}

  private SegmentedLogContract() {}

  static Contract<SegmentedLog.Opener> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "reads back what was appended, at dense offsets",
            schedules(false),
            SegmentedLogContract::story,
            SegmentedLogContract::runs),
        Law.of(
            "keeps all that was forced through a crash, and of the rest a prefix",
            schedules(true),
            SegmentedLogContract::story,
            SegmentedLogContract::runs),
        Law.of(
            "loses to a flipped bit below the last forced byte one batch at most, and says so",
            decays(),
            it -> it.batches() + " forced batches; bit " + it.where() + " flips",
            SegmentedLogContract::survives));
  }

  private static Arbitrary<Schedule> schedules(boolean crashes) {
    Arbitrary<Step> append =
        Combinators.combine(
                Arbitraries.integers().between(1, 4), Arbitraries.integers().between(0, 50))
            .as(Step.Append::new);
    Arbitrary<Step> read =
        Combinators.combine(
                Arbitraries.integers().between(0, 40), Arbitraries.integers().between(0, 400))
            .as(Step.Read::new);
    Arbitrary<Step> step =
        Arbitraries.frequencyOf(
            Tuple.of(6, append),
            Tuple.of(3, Arbitraries.of(new Step.Force())),
            Tuple.of(
                crashes ? 2 : 1, Arbitraries.of(crashes ? new Step.Crash() : new Step.Reopen())),
            Tuple.of(4, read));
    return Combinators.combine(
            Arbitraries.longs().between(1, 1_000), step.list().ofMinSize(3).ofMaxSize(40))
        .as(Schedule::new);
  }

  private static Arbitrary<Decay> decays() {
    return Combinators.combine(
            Arbitraries.integers().between(2, 12), Arbitraries.integers().between(0, 100_000))
        .as(Decay::new);
  }

  private static String story(Schedule schedule) {
    return "disk "
        + schedule.seed()
        + ": "
        + schedule.steps().stream()
            .map(SegmentedLogContract::words)
            .collect(Collectors.joining("; "));
  }

  private static String words(Step step) {
    return switch (step) {
      case Step.Append(int records, int timestamp) -> "append " + records + " of time " + timestamp;
      case Step.Force force -> "force";
      case Step.Reopen reopen -> "force, close, open";
      case Step.Crash crash -> "power cut, open";
      case Step.Read(int offset, int maximum) -> "read from " + offset + " up to " + maximum;
    };
  }

  private static void runs(SegmentedLog.Opener opener, Schedule schedule) throws IOException {
    new Run(opener, schedule.seed()).run(schedule.steps());
  }

  /// A log beside a list.
  private static final class Run {
    private final SegmentedLog.Opener opener;
    private CrashDisk disk;
    private SegmentedLog log;
    private final List<LogRecord> all = new ArrayList<>();
    private int forced;
    private byte made;

    Run(SegmentedLog.Opener opener, long seed) throws IOException {
      this.opener = opener;
      this.disk = new CrashDisk(seed);
      this.log = opener.open(disk, DIRECTORY, OPTIONS);
    }

    void run(List<Step> steps) throws IOException {
      for (Step step : steps) {
        switch (step) {
          case Step.Append(int records, int timestamp) -> append(records, timestamp);
          case Step.Force force -> force();
          case Step.Reopen reopen -> {
            force();
            log.close();
            log = opener.open(disk, DIRECTORY, OPTIONS);
          }
          case Step.Crash crash -> crash();
          case Step.Read(int offset, int maximum) -> read(offset, maximum);
        }
        check(
            log.nextOffset() == all.size(),
            "next offset " + log.nextOffset() + ", not " + all.size());
        check(
            log.forcedOffset() >= forced && log.forcedOffset() <= all.size(),
            "forced " + log.forcedOffset() + ", not " + forced + " to " + all.size());
        // A log may force more than it is asked to, when it begins a new segment for one.
        forced = (int) log.forcedOffset();
      }
      force();
      read(0, Integer.MAX_VALUE);
      timestamps();
    }

    private void append(int count, int timestamp) throws IOException {
      List<LogRecord> records = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        records.add(LogRecord.of(timestamp + i, new byte[0], new byte[] {made++, 1, 2, 3}));
      }
      RecordBatch batch = RecordBatch.encode(ProducerStamp.NONE, records).assign(all.size(), 0);
      log.append(batch);
      all.addAll(batch.records());
    }

    private void force() throws IOException {
      log.force();
      forced = all.size();
    }

    private void crash() throws IOException {
      disk = disk.crash();
      log = opener.open(disk, DIRECTORY, OPTIONS);
      int kept = (int) log.nextOffset();
      check(kept >= forced, forced + " records were forced, " + kept + " are left");
      check(kept <= all.size(), "there were only " + all.size() + " records, now " + kept);
      all.subList(kept, all.size()).clear();
      forced = kept;
      read(0, Integer.MAX_VALUE);
    }

    private void read(int offset, int maximum) throws IOException {
      if (offset >= forced) {
        return;
      }
      List<RecordBatch> batches = log.read(offset, forced, maximum);
      check(!batches.isEmpty(), "nothing at offset " + offset + " of " + forced);
      check(
          batches.getFirst().baseOffset() <= offset && batches.getFirst().lastOffset() >= offset,
          "the first batch read begins at " + batches.getFirst().baseOffset());
      List<LogRecord> found = batches.stream().flatMap(it -> it.records().stream()).toList();
      int first = (int) batches.getFirst().baseOffset();
      check(first + found.size() <= forced, "a read beyond " + forced);
      check(
          found.equals(all.subList(first, first + found.size())),
          "other records than those appended at " + first);
      long bytes = batches.stream().mapToLong(RecordBatch::sizeInBytes).sum();
      check(batches.size() == 1 || bytes <= maximum, bytes + " bytes where " + maximum + " may be");
      check(
          maximum < Integer.MAX_VALUE || first + found.size() == forced,
          "a read without limit ended at " + (first + found.size()) + " of " + forced);
    }

    private void timestamps() throws IOException {
      for (int timestamp = 0; timestamp < 56; timestamp += 5) {
        int wanted = timestamp;
        OptionalLong expected =
            all.stream()
                .filter(it -> it.timestampMillis() >= wanted)
                .mapToLong(LogRecord::offset)
                .findFirst();
        OptionalLong found = log.offsetForTimestamp(timestamp, forced);
        check(found.equals(expected), "time " + timestamp + " at " + found + ", not " + expected);
      }
    }
  }

  private static void survives(SegmentedLog.Opener opener, Decay decay) throws IOException {
    CrashDisk disk = new CrashDisk(1);
    SegmentedLog log = opener.open(disk, DIRECTORY, SegmentOptions.DEFAULTS);
    for (int i = 0; i < decay.batches(); i++) {
      log.append(batch(i).assign(i, 0));
      log.force();
    }
    log.close();
    String largest = "";
    for (String name : disk.list(DIRECTORY)) {
      String path = DIRECTORY + "/" + name;
      if (largest.isEmpty() || disk.content(path).length > disk.content(largest).length) {
        largest = path;
      }
    }
    // A payload byte: lengths are the skeleton, and not every log can find its way without.
    int batchBytes = batch(0).sizeInBytes();
    int payload =
        RecordBatch.HEADER_BYTES + decay.where() / 8 % (batchBytes - RecordBatch.HEADER_BYTES);
    int damaged = decay.where() / 512 % decay.batches();
    disk.flipBit(largest, (long) damaged * batchBytes + payload, decay.where() % 8);
    SegmentedLog after = opener.open(disk, DIRECTORY, SegmentOptions.DEFAULTS);
    check(
        after.nextOffset() == decay.batches(),
        decay.batches() + " batches were forced, the next offset is " + after.nextOffset());
    for (int i = 0; i < decay.batches(); i++) {
      readOne(after, i, i == damaged);
    }
  }

  private static void readOne(SegmentedLog log, int offset, boolean damaged) throws IOException {
    try {
      RecordBatch found = log.read(offset, log.forcedOffset(), 1).getFirst();
      check(!damaged, "the damaged batch " + offset + " was read without a word");
      check(found.baseOffset() == offset, "read " + found.baseOffset() + " at " + offset);
    } catch (DamagedLogException e) {
      check(damaged, "batch " + offset + " is whole, yet: " + e.getMessage());
      check(e.damage().nextOffset() == offset + 1L, "it goes on at " + e.damage().nextOffset());
    }
  }

  private static RecordBatch batch(int i) {
    return RecordBatch.encode(
        ProducerStamp.NONE, List.of(LogRecord.of(5, new byte[0], new byte[] {(byte) i, 7, 7, 7})));
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
