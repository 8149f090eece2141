package dev.orrery.primitives.lab.appendfile;

import dev.orrery.primitives.appendfile.RecordFile;
import dev.orrery.primitives.appendfile.RecordFile.Damage;
import dev.orrery.primitives.lab.Steps;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of `primitives.appendfile`. They know nothing of a format: a file is written, its bytes
/// are spoilt, and it is opened again.
public final class RecordFileContract {
  private static final String NAME = "records";
  private static final int MAXIMUM_RECORDS = 12;
  private static final int WHERE_SCALE = 1_000_000;

  private RecordFileContract() {}

  /// A record of so many bytes, and whether it is forced at once.
  record Append(int padding, boolean forced) {}

  /// @param where in millionths of the range that is spoilt
  record Written(List<Append> appends, int where) {
    String story() {
      return IntStream.range(0, appends.size())
              .mapToObj(i ->
                  "append #"
                      + i
                      + (appends.get(i).padding() == 0
                          ? ""
                          : " (" + appends.get(i).padding() + " bytes more)")
                      + (appends.get(i).forced() ? "; force" : ""))
              .collect(Collectors.joining("; "))
          + "; spoil at "
          + where / (WHERE_SCALE / 100)
          + " %; open again";
    }

    String payload(int number) {
      return "#" + number + "x".repeat(appends.get(number).padding());
    }

    int index(int from, int to) {
      return from + (int) ((long) (to - from) * where / WHERE_SCALE);
    }
  }

  /// What a scan found.
  record Read(List<String> records, List<Damage> damage) {
    @Override
    public String toString() {
      return records + (damage.isEmpty() ? "" : " and " + damage);
    }
  }

  public static Contract<RecordFileFactory> any() {
    return Contract.of(
        Contract.ANY,
        law("gives back what was appended", RecordFileContract::givesBack),
        law("loses nothing forced when the rest is cut off", RecordFileContract::survivesACut),
        law("loses nothing forced when the rest is torn", RecordFileContract::survivesATear),
        law("reports a flipped bit, which costs one record", RecordFileContract::survivesAFlip),
        law("takes no more writes after a failed force", RecordFileContract::stopsWhenForceFails));
  }

  private static Law<RecordFileFactory, Written> law(
      String name, Law.Check<RecordFileFactory, Written> check) {
    Arbitrary<Append> append =
        Combinators.combine(
                Arbitraries.oneOf(Arbitraries.of(0), Arbitraries.integers().between(0, 200)),
                Arbitraries.of(true, false))
            .as(Append::new);
    Arbitrary<Written> written =
        Combinators.combine(
                Steps.of(append, MAXIMUM_RECORDS),
                Arbitraries.integers().between(0, WHERE_SCALE - 1))
            .as(Written::new);
    return Law.of(name, written, Written::story, check);
  }

  private static void write(RecordFile file, Written written) throws IOException {
    for (int i = 0; i < written.appends().size(); i++) {
      file.append(ByteBuffer.wrap(bytes(written.payload(i))));
      if (written.appends().get(i).forced()) {
        file.force();
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Read read(RecordFile file) throws IOException {
    Read found = new Read(new ArrayList<>(), new ArrayList<>());
    file.scan(
        0,
        new RecordFile.Visitor() {
          @Override
          public void record(long position, ByteBuffer payload) {
            found.records.add(StandardCharsets.UTF_8.decode(payload).toString());
          }

          @Override
          public void damage(Damage damage) {
            found.damage.add(damage);
          }
        });
    return found;
  }

  private static List<String> payloads(Written written) {
    return IntStream.range(0, written.appends().size()).mapToObj(written::payload).toList();
  }

  private static int forcedCount(Written written) {
    return IntStream.range(0, written.appends().size())
        .filter(i -> written.appends().get(i).forced())
        .map(i -> i + 1)
        .max()
        .orElse(0);
  }

  private static void givesBack(RecordFileFactory factory, Written written) throws IOException {
    DamagedDisk disk = new DamagedDisk();
    try (RecordFile file = factory.create(disk, NAME)) {
      write(file, written);
      expect(payloads(written), read(file), "before it was closed");
    }
    try (RecordFile file = factory.create(disk, NAME)) {
      expect(payloads(written), read(file), "after it was closed");
    }
  }

  private static void expect(List<String> wanted, Read found, String when) {
    if (!found.records.equals(wanted) || !found.damage.isEmpty()) {
      throw new AssertionError("read " + found + " " + when);
    }
  }

  private static void survivesACut(RecordFileFactory factory, Written written) throws IOException {
    DamagedDisk disk = crashed(factory, written);
    disk.cut(written.index(disk.forcedSize(), disk.bytes().length + 1));
    comesBack(factory, written, disk);
  }

  private static void survivesATear(RecordFileFactory factory, Written written) throws IOException {
    DamagedDisk disk = crashed(factory, written);
    if (disk.forcedSize() < disk.bytes().length) {
      int from = written.index(disk.forcedSize(), disk.bytes().length);
      int to = Math.min(disk.bytes().length, from + 1 + written.where() % 40);
      for (int i = from; i < to; i++) {
        disk.bytes()[i] = (byte) (disk.bytes()[i] == 0 ? 0x5A : 0);
      }
    }
    comesBack(factory, written, disk);
  }

  /// A disk whose file was written and never closed.
  private static DamagedDisk crashed(RecordFileFactory factory, Written written)
      throws IOException {
    DamagedDisk disk = new DamagedDisk();
    write(factory.create(disk, NAME), written);
    return disk;
  }

  /// What was forced is there, nothing is in front of a gap, and the file goes on.
  private static void comesBack(RecordFileFactory factory, Written written, DamagedDisk disk)
      throws IOException {
    List<String> expected;
    try (RecordFile file = factory.create(disk, NAME)) {
      Read found = read(file);
      int count = found.records.size();
      if (count > written.appends().size()
          || count < forcedCount(written)
          || !found.records.equals(payloads(written).subList(0, count))
          || !found.damage.isEmpty()) {
        throw new AssertionError(
            "read "
                + found
                + "; appended were "
                + payloads(written)
                + ", forced the first "
                + forcedCount(written));
      }
      file.append(ByteBuffer.wrap(bytes("next")));
      file.force();
      expected = new ArrayList<>(found.records);
      expected.add("next");
    }
    disk.cut(disk.forcedSize());
    try (RecordFile file = factory.create(disk, NAME)) {
      expect(expected, read(file), "after one more append and a second crash");
    }
  }

  private static void survivesAFlip(RecordFileFactory factory, Written written) throws IOException {
    DamagedDisk disk = crashed(factory, written);
    if (disk.forcedSize() == 0) {
      return;
    }
    disk.flipBit(written.index(0, disk.forcedSize() * Byte.SIZE));
    try (RecordFile file = factory.create(disk, NAME)) {
      Read found = read(file);
      List<String> missing = new ArrayList<>(payloads(written));
      for (String record : found.records) {
        if (!missing.remove(record)) {
          throw new AssertionError("read '" + record + "', which was not appended");
        }
      }
      missing.removeAll(payloads(written).subList(forcedCount(written), payloads(written).size()));
      if (missing.size() > 1) {
        throw new AssertionError("one flipped bit cost the records " + missing);
      }
      if (!missing.isEmpty() && found.damage.isEmpty()) {
        throw new AssertionError(missing.getFirst() + " is missing, and no damage is reported");
      }
    }
  }

  private static void stopsWhenForceFails(RecordFileFactory factory, Written written)
      throws IOException {
    DamagedDisk disk = new DamagedDisk();
    RecordFile file = factory.create(disk, NAME);
    write(file, written);
    disk.failForces();
    file.append(ByteBuffer.wrap(bytes("last")));
    demandRefusal(file::force, "a force that failed was said to have succeeded");
    demandRefusal(file::force, "a force succeeded after one that had failed");
    demandRefusal(
        () -> file.append(ByteBuffer.wrap(bytes("more"))),
        "an append was taken after a force had failed");
  }

  private interface Write {
    void run() throws IOException;
  }

  private static void demandRefusal(Write write, String otherwise) {
    try {
      write.run();
    } catch (IOException right) {
      return;
    }
    throw new AssertionError(otherwise);
  }
}
