package dev.orrery.primitives.appendfile;

import dev.orrery.primitives.appendfile.FrameReader.Broken;
import dev.orrery.primitives.appendfile.FrameReader.Found;
import dev.orrery.primitives.appendfile.FrameReader.Intact;
import dev.orrery.primitives.appendfile.FrameReader.Mark;
import dev.orrery.primitives.appendfile.RecordFile.Damage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a file once from the start and finds where it ends.
///
/// Everything from the first broken bytes behind the last mark's position is pending: a later mark
/// may still prove that it was durable, and then the broken bytes are damage; if none does, it is a
/// torn tail.
final class RecoveryScan {
  private record Pending(long position, long end, Optional<Damage> damage) {}

  private final List<Damage> damage = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();
  private long records;
  private long recordsEnd;
  private long durableEnd;

  void run(FrameReader reader, long size) throws IOException {
    for (long position = 0; position < size; ) {
      Found found = reader.next(position);
      switch (found) {
        case Mark mark -> settle(mark.durablePosition());
        case Intact record -> take(record, Optional.empty());
        case Broken broken ->
            take(
                broken,
                Optional.of(new Damage(broken.position(), broken.length(), broken.reason())));
      }
      position = found.end();
    }
  }

  private void take(Found found, Optional<Damage> broken) {
    Pending next = new Pending(found.position(), found.end(), broken);
    if (pending.isEmpty() && broken.isEmpty()) {
      keep(next);
    } else {
      pending.add(next);
    }
  }

  private void keep(Pending found) {
    recordsEnd = found.end;
    found.damage.ifPresentOrElse(damage::add, () -> records++);
  }

  private void settle(long durablePosition) {
    durableEnd = Math.max(durableEnd, durablePosition);
    for (Pending proven : pending) {
      if (proven.position < durableEnd) {
        keep(proven);
      }
    }
    pending.removeIf(proven -> proven.position < durableEnd);
  }

  long records() {
    return records;
  }

  /// Stretches that were durable and are broken.
  List<Damage> damage() {
    return damage;
  }

  /// Where the last record, or damage, that is kept ends.
  long recordsEnd() {
    return recordsEnd;
  }

  /// The position up to which a mark proves all durable.
  long durableEnd() {
    return durableEnd;
  }

  /// Where a file of `size` bytes has to be cut; `size` when nothing is torn.
  long cutAt(long size) {
    return pending.isEmpty() ? size : pending.getFirst().position();
  }
}
