package dev.orrery.system.lab;

import dev.orrery.testkit.lab.Exercise;
import dev.orrery.testkit.lab.Lab;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the learner has done so far, in a small text file on the desk, a line an exercise:
///
/// ```
///   cache/sorted-list done hints=1
///   primitives/lru open hints=0
/// ```
///
/// Each change reads the file, replaces it by a forced, renamed copy, and does so under a lock, so
/// that it survives a crash and two watch modes may share a desk.
public final class Progress {
  /// How far one exercise is.
  ///
  /// @param done whether it was accepted once, on all seeds
  /// @param hints how many hints were taken
  public record Entry(boolean done, int hints) {
    static final Entry NONE = new Entry(false, 0);

    Entry accepted() {
      return new Entry(true, hints);
    }

    Entry tookHint(int number) {
      return new Entry(done, Math.max(hints, number));
    }
  }

  private static final Pattern LINE = Pattern.compile("(\\S+) (done|open) hints=(\\d{1,4})");

  private final Path folder;
  private final Path file;

  /// @param desk its folder need not exist yet
  public Progress(Desk desk) {
    this.folder = desk.folder();
    this.file = folder.resolve(".progress");
  }

  /// @throws IOException when the file cannot be read or holds a line that is none of ours
  public Entry of(Lab lab, Exercise exercise) throws IOException {
    return read().getOrDefault(name(lab, exercise), Entry.NONE);
  }

  /// How many of the lab's exercises are done.
  public int done(Lab lab) throws IOException {
    SequencedMap<String, Entry> entries = read();
    int done = 0;
    for (Exercise exercise : lab.exercises()) {
      done += entries.getOrDefault(name(lab, exercise), Entry.NONE).done() ? 1 : 0;
    }
    return done;
  }

  void update(Lab lab, Exercise exercise, UnaryOperator<Entry> change) throws IOException {
    Files.createDirectories(folder);
    try (FileChannel lockFile =
            FileChannel.open(
                folder.resolve(".progress.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock _ = lockFile.lock()) {
      SequencedMap<String, Entry> entries = read();
      String name = name(lab, exercise);
      Entry before = entries.getOrDefault(name, Entry.NONE);
      Entry after = change.apply(before);
      if (!after.equals(before)) {
        entries.put(name, after);
        write(entries);
      }
    }
  }

  private SequencedMap<String, Entry> read() throws IOException {
    SequencedMap<String, Entry> entries = new TreeMap<>();
    if (!Files.exists(file)) {
      return entries;
    }
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IOException(
            file + ":" + number + ": expected COMPONENT/EXERCISE done|open hints=N: " + line);
      }
      entries.put(
          matcher.group(1),
          new Entry(matcher.group(2).equals("done"), Integer.parseInt(matcher.group(3))));
    }
    return entries;
  }

  private void write(SequencedMap<String, Entry> entries) throws IOException {
    List<String> lines = new ArrayList<>();
    entries.forEach((name, entry) ->
        lines.add(name + (entry.done() ? " done" : " open") + " hints=" + entry.hints()));
    Path part = folder.resolve(".progress.part");
    Files.write(part, lines);
    try (FileChannel written = FileChannel.open(part, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String name(Lab lab, Exercise exercise) {
    return lab.component() + "/" + exercise.name();
  }
}
