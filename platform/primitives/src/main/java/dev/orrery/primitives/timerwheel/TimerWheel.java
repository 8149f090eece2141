package dev.orrery.primitives.timerwheel;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A hierarchical timer wheel: start, stop and fire cost the same for ten timers as for a million.
///
/// Time is counted in ticks, and a tick's number is read in base 64, one level a digit:
///
/// ```
///   now  = tick 0·01·58        level 0, slots of 1 tick:       ..58 [59] 60 61 62 63
///   due  = tick 0·01·60  →     level 0, slot 60                          ^^
///   due  = tick 0·03·07  →     level 1, slot 3  (64 ticks wide): moves down to level 0 when tick
///   due  = tick 2·00·00  →     level 2, slot 2                   0·03·00 comes
/// ```
///
/// A timer waits on the level of the highest digit in which its tick differs from now, in the slot
/// of that digit. When the time reaches a slot's first tick, level 0 fires what is in it; a higher
/// level hands its timers down, each at most once a level. A word of 64 bits a level says which
/// slots hold anything, so an empty stretch is skipped in one step, however long it is.
///
/// George Varghese and Tony Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 7.
/// The placement by the highest differing digit needs no overflow list: eleven levels hold any
/// tick.
public final class TimerWheel<T> implements Timers<T> {
  private static final int DIGIT_BITS = 6;
  private static final int SLOTS = 1 << DIGIT_BITS;
  private static final int LEVELS = (Long.SIZE + DIGIT_BITS - 1) / DIGIT_BITS;

  private final long tickNanos;
  private final long startNanos;
  private final List<@Nullable Level<T>> levels = new ArrayList<>();

  /// Timers whose tick had come when they were scheduled.
  private final Slot<T> overdue = new Slot<>();

  private long currentTick;

  /// @param tickNanos the resolution: a timer fires at most this late
  /// @param startNanos the present monotonic time
  public TimerWheel(long tickNanos, long startNanos) {
    if (tickNanos <= 0) {
      throw new IllegalArgumentException("a tick is " + tickNanos + " ns; at least 1 is allowed");
    }
    this.tickNanos = tickNanos;
    this.startNanos = startNanos;
    for (int level = 0; level < LEVELS; level++) {
      levels.add(null);
    }
  }

  @Override
  public Timer schedule(long deadlineNanos, T payload) {
    long dueTick = Math.ceilDiv(deadlineNanos - startNanos, tickNanos);
    Entry<T> entry = new Entry<>(dueTick, payload);
    place(entry);
    return entry;
  }

  private void place(Entry<T> entry) {
    if (entry.dueTick <= currentTick) {
      overdue.add(entry);
      return;
    }
    int highestBit = Long.SIZE - 1 - Long.numberOfLeadingZeros(entry.dueTick ^ currentTick);
    int number = highestBit / DIGIT_BITS;
    Level<T> level = levels.get(number);
    if (level == null) {
      level = new Level<>(number);
      levels.set(number, level);
    }
    level.add(entry);
  }

  @Override
  public List<T> advance(long nowNanos) {
    long targetTick = Math.floorDiv(nowNanos - startNanos, tickNanos);
    List<T> fired = new ArrayList<>();
    fire(overdue, fired);
    while (currentTick < targetTick) {
      Level<T> level = lowestOccupied();
      if (level == null || level.nextTick(currentTick) > targetTick) {
        currentTick = targetTick;
        break;
      }
      currentTick = level.nextTick(currentTick);
      Slot<T> reached = level.take(currentTick);
      for (Entry<T> entry = reached.poll(); entry != null; entry = reached.poll()) {
        place(entry);
      }
      fire(overdue, fired);
    }
    return fired;
  }

  private static <T> void fire(Slot<T> slot, List<T> fired) {
    for (Entry<T> entry = slot.poll(); entry != null; entry = slot.poll()) {
      fired.add(entry.payload);
    }
  }

  @Override
  public OptionalLong nextDeadline() {
    if (!overdue.isEmpty()) {
      return OptionalLong.of(startNanos + currentTick * tickNanos);
    }
    Level<T> level = lowestOccupied();
    return level == null
        ? OptionalLong.empty()
        : OptionalLong.of(startNanos + level.nextTick(currentTick) * tickNanos);
  }

  /// The level whose next slot comes first. All of a level comes before the next slot of the level
  /// above, so it is the lowest one that holds anything.
  private @Nullable Level<T> lowestOccupied() {
    for (Level<T> level : levels) {
      if (level != null && level.occupied != 0) {
        return level;
      }
    }
    return null;
  }

  /// A wheel of 64 slots. All that it holds lies ahead of the current tick and within one turn.
  private static final class Level<T> {
    private final int shift;
    private final List<Slot<T>> slots = new ArrayList<>(SLOTS);

    /// Bit `i` is set when slot `i` holds a timer.
    private long occupied;

    Level(int number) {
      this.shift = number * DIGIT_BITS;
      for (int i = 0; i < SLOTS; i++) {
        slots.add(new Slot<>());
      }
    }

    void add(Entry<T> entry) {
      int slot = (int) (entry.dueTick >>> shift) & (SLOTS - 1);
      slots.get(slot).add(entry);
      occupied |= 1L << slot;
      entry.level = this;
    }

    /// The first tick of the next occupied slot.
    long nextTick(long currentTick) {
      long turn = shift + DIGIT_BITS >= Long.SIZE ? 0 : currentTick >>> (shift + DIGIT_BITS);
      long digits = (turn << DIGIT_BITS) | Long.numberOfTrailingZeros(occupied);
      return digits << shift;
    }

    Slot<T> take(long tick) {
      int slot = (int) (tick >>> shift) & (SLOTS - 1);
      occupied &= ~(1L << slot);
      return slots.get(slot);
    }

    void clearIfEmpty(long dueTick) {
      int slot = (int) (dueTick >>> shift) & (SLOTS - 1);
      if (slots.get(slot).isEmpty()) {
        occupied &= ~(1L << slot);
      }
    }
  }

  /// A link of a ring of timers; the slot itself is the ring's anchor.
  private static class Link {
    Link previous = this;
    Link next = this;

    final void unlink() {
      previous.next = next;
      next.previous = previous;
      previous = this;
      next = this;
    }
  }

  private static final class Slot<T> extends Link {
    boolean isEmpty() {
      return next == this;
    }

    void add(Entry<T> entry) {
      entry.previous = previous;
      entry.next = this;
      previous.next = entry;
      previous = entry;
      entry.level = null;
    }

    @SuppressWarnings("unchecked")
    @Nullable Entry<T> poll() {
      if (isEmpty()) {
        return null;
      }
      Entry<T> first = (Entry<T>) next;
      first.unlink();
      return first;
    }
  }

  private static final class Entry<T> extends Link implements Timer {
    final long dueTick;
    final T payload;

    /// Where it waits; null among the overdue.
    @Nullable Level<T> level;

    Entry(long dueTick, T payload) {
      this.dueTick = dueTick;
      this.payload = payload;
    }

    @Override
    public boolean cancel() {
      if (next == this) {
        return false;
      }
      unlink();
      if (level != null) {
        level.clearIfEmpty(dueTick);
      }
      return true;
    }
  }
}
