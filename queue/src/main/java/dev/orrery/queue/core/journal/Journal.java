package dev.orrery.queue.core.journal;

import dev.orrery.primitives.appendfile.AppendFile;
import dev.orrery.primitives.appendfile.RecordFile;
import dev.orrery.primitives.ports.Disk;
import dev.orrery.primitives.ports.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The journal on disk and its image. The package's page tells format, recovery and cleaning.
///
/// Not thread-safe; one writer owns it. After an [IOException] nothing is known of what was not
/// forced, and it must be opened anew.
public final class Journal implements Closeable {
  private static final String DIRECTORY = "journal";
  private static final String SUFFIX = ".journal";
  private static final int FRAME_BYTES = 16;
  private static final int COPY_BYTES = 1 << 20;

  private final Disk disk;
  private final JournalOptions options;
  private final JournalImage image;

  /// Bytes by segment number; the last one is open.
  private final TreeMap<Long, Long> segments = new TreeMap<>();

  private final TreeMap<Long, List<RecordFile.Damage>> damages = new TreeMap<>();
  private AppendFile tail;
  private long tailBatches;
  private boolean dirty;

  private Journal(Disk disk, JournalOptions options) throws IOException {
    this.disk = disk;
    this.options = options;
    this.image = new JournalImage(options.rememberedCapacity());
    for (String name : disk.list(DIRECTORY)) {
      if (name.endsWith(SUFFIX)) {
        segments.put(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())), 0L);
      }
    }
    if (segments.isEmpty()) {
      segments.put(1L, 0L);
    }
    for (long number : segments.keySet()) {
      if (number != segments.lastKey()) {
        try (AppendFile sealed = new AppendFile(disk, name(number))) {
          replay(sealed, number);
        }
      }
    }
    tail = new AppendFile(disk, name(segments.lastKey()));
    replay(tail, segments.lastKey());
    if (tailBatches == 0) {
      writeSnapshot(); // it is new, or a crash has taken the snapshot of a segment just begun
    }
  }

  /// Opens what is there, or a new journal, and begins a new epoch, durably.
  public static Journal open(Disk disk, JournalOptions options) throws IOException {
    Journal journal = new Journal(disk, options);
    journal.append(List.of(new JournalEntry.Started(journal.image.epoch() + 1)));
    journal.force();
    return journal;
  }

  private void replay(AppendFile file, long number) throws IOException {
    tailBatches = 0;
    file.scan(
        0,
        new RecordFile.Visitor() {
          @Override
          public void record(long position, ByteBuffer payload) {
            tailBatches++;
            new EntryReader(payload).all().forEach(entry -> image.apply(entry, number));
          }

          @Override
          public void damage(RecordFile.Damage damage) {
            damages.computeIfAbsent(number, it -> new ArrayList<>()).add(damage);
          }
        });
    try (DiskFile opened = disk.open(name(number))) {
      segments.put(number, opened.size());
    }
  }

  private static String name(long segment) {
    return DIRECTORY + "/" + String.format(Locale.ROOT, "%020d", segment) + SUFFIX;
  }

  /// All that the entries so far add up to, those not yet forced included.
  public JournalImage image() {
    return image;
  }

  /// Appends the entries as one: after a crash all of them are there or none. Durable after
  /// [#force()].
  public void append(List<JournalEntry> batch) throws IOException {
    EntryWriter writer = new EntryWriter();
    batch.forEach(writer::write);
    ByteBuffer bytes = writer.finish();
    boolean full = segments.lastEntry().getValue() + bytes.remaining() > options.segmentBytes();
    if (full && tailBatches > 1) {
      roll();
    }
    write(bytes);
    batch.forEach(entry -> image.apply(entry, segments.lastKey()));
  }

  private void write(ByteBuffer bytes) throws IOException {
    long length = bytes.remaining();
    segments.put(segments.lastKey(), tail.append(bytes) + FRAME_BYTES + length);
    tailBatches++;
    dirty = true;
  }

  private void roll() throws IOException {
    tail.force();
    tail.close();
    long number = segments.lastKey() + 1;
    tail = new AppendFile(disk, name(number));
    segments.put(number, 0L);
    tailBatches = 0;
    writeSnapshot();
  }

  private void writeSnapshot() throws IOException {
    EntryWriter writer = new EntryWriter();
    image.snapshot().forEach(writer::write);
    write(writer.finish());
  }

  /// Makes everything appended durable.
  public void force() throws IOException {
    if (dirty) {
      tail.force();
      dirty = false;
    }
  }

  /// Cleans one segment, if the journal is longer than it should be. Returns whether it did.
  public boolean clean(long nowMillis) throws IOException {
    long living = image.livingBytes();
    boolean tooLong =
        sizeInBytes() > options.allowedBytes(living)
            || segments.size() > options.allowedSegments(living);
    if (!tooLong || segments.size() == 1) {
      return false;
    }
    long oldest = segments.firstKey();
    List<JournalEntry> batch = new ArrayList<>();
    long bytes = 0;
    for (List<JournalEntry> survivor : image.survivors(oldest, nowMillis)) {
      batch.addAll(survivor);
      bytes += size(survivor.getFirst());
      if (bytes > COPY_BYTES) {
        append(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
    }
    if (!batch.isEmpty()) {
      append(batch);
    }
    force();
    drop(oldest);
    return true;
  }

  private static long size(JournalEntry entry) {
    return entry instanceof JournalEntry.Stored stored ? stored.message().sizeBytes() : FRAME_BYTES;
  }

  /// A damaged segment is put aside, not deleted: somebody may want to look.
  private void drop(long segment) throws IOException {
    if (damages.containsKey(segment)) {
      disk.rename(name(segment), name(segment) + ".damaged");
    } else {
      disk.delete(name(segment));
    }
    disk.forceDirectory(DIRECTORY);
    segments.remove(segment);
  }

  public long sizeInBytes() {
    return segments.values().stream().mapToLong(Long::longValue).sum();
  }

  public int segments() {
    return segments.size();
  }

  /// Stretches that were durable and cannot be read any more, by segment; found when it was opened.
  public Map<Long, List<RecordFile.Damage>> damages() {
    return Map.copyOf(damages);
  }

  @Override
  public void close() throws IOException {
    tail.close();
  }
}
