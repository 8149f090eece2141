package dev.orrery.primitives.lab.timers;

import dev.orrery.primitives.timerwheel.Timers;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Timers that are wrong in one way each: a list that is searched, with one mistake.
final class TimersTwins {
  private TimersTwins() {}

  static List<WrongTwin<TimersFactory>> all() {
    return List.of(
        twin("early", "rounds a deadline down to a tick", (tick, start) -> new Early(tick, start)),
        twin(
            "boundary",
            "loses the timers that are due when level 1 turns",
            (tick, start) -> new Boundary(tick, start)),
        twin("deaf", "cancels, and fires all the same", (tick, start) -> new Deaf(tick)),
        twin("echo", "fires each timer twice", (tick, start) -> new Echo(tick)),
        twin("lazy", "is several ticks late", (tick, start) -> new Lazy(tick)),
        twin(
            "oversleeper",
            "names the last deadline as the next",
            (tick, start) -> new Oversleeper(tick)),
        twin(
            "overflow",
            "counts milliseconds in an int",
            (tick, start) -> new Overflow(tick, start)),
        twin("by-key", "cancels all timers that carry the same", (tick, start) -> new ByKey(tick)));
  }

  private static WrongTwin<TimersFactory> twin(String name, String mistake, TimersFactory factory) {
    return new WrongTwin<>(name, mistake, Contract.ANY, factory);
  }

  /// Right, but for what the twins override.
  private static class ListTimers implements Timers<Integer> {
    final class Entry implements Timer {
      final long deadline;
      final int payload;

      Entry(long deadline, int payload) {
        this.deadline = deadline;
        this.payload = payload;
      }

      @Override
      public boolean cancel() {
        return ListTimers.this.cancel(this);
      }
    }

    final long tick;
    final List<Entry> entries = new ArrayList<>();
    private long now;

    ListTimers(long tick) {
      this.tick = tick;
    }

    @Override
    public Timer schedule(long deadlineNanos, Integer payload) {
      Entry entry = new Entry(deadlineNanos, payload);
      entries.add(entry);
      return entry;
    }

    boolean cancel(Entry entry) {
      return entries.remove(entry);
    }

    boolean isDue(Entry entry, long nowNanos) {
      return entry.deadline <= nowNanos;
    }

    @Override
    public List<Integer> advance(long nowNanos) {
      now = Math.max(now, nowNanos);
      List<Integer> fired =
          entries.stream().filter(e -> isDue(e, now)).map(e -> e.payload).toList();
      entries.removeIf(e -> isDue(e, now));
      return fired;
    }

    @Override
    public OptionalLong nextDeadline() {
      return entries.stream().mapToLong(e -> e.deadline).min();
    }
  }

  private static final class Early extends ListTimers {
    private final long start;

    Early(long tick, long start) {
      super(tick);
      this.start = start;
    }

    @Override
    boolean isDue(Entry entry, long nowNanos) {
      return (entry.deadline - start) / tick <= (nowNanos - start) / tick;
    }
  }

  private static final class Boundary extends ListTimers {
    private static final int SLOTS = 64;
    private final long start;

    Boundary(long tick, long start) {
      super(tick);
      this.start = start;
    }

    @Override
    boolean isDue(Entry entry, long nowNanos) {
      long due = Math.ceilDiv(entry.deadline - start, tick);
      boolean lost = due > 0 && due % SLOTS == 0;
      return !lost && super.isDue(entry, nowNanos);
    }
  }

  private static final class Overflow extends ListTimers {
    private final long start;

    Overflow(long tick, long start) {
      super(tick);
      this.start = start;
    }

    @Override
    boolean isDue(Entry entry, long nowNanos) {
      int millis = (int) ((entry.deadline - start) / 1_000_000);
      return millis < 0 || super.isDue(entry, nowNanos);
    }
  }

  private static final class ByKey extends ListTimers {
    ByKey(long tick) {
      super(tick);
    }

    @Override
    boolean cancel(Entry entry) {
      boolean ran = entries.contains(entry);
      entries.removeIf(other -> other.payload == entry.payload);
      return ran;
    }
  }

  private static final class Deaf extends ListTimers {
    private final List<Entry> cancelled = new ArrayList<>();

    Deaf(long tick) {
      super(tick);
    }

    @Override
    boolean cancel(Entry entry) {
      if (!entries.contains(entry) || cancelled.contains(entry)) {
        return false;
      }
      return cancelled.add(entry);
    }
  }

  private static final class Echo extends ListTimers {
    Echo(long tick) {
      super(tick);
    }

    @Override
    public List<Integer> advance(long nowNanos) {
      List<Integer> fired = new ArrayList<>(super.advance(nowNanos));
      fired.addAll(List.copyOf(fired));
      return fired;
    }
  }

  private static final class Lazy extends ListTimers {
    Lazy(long tick) {
      super(tick);
    }

    @Override
    boolean isDue(Entry entry, long nowNanos) {
      return entry.deadline + 2 * tick <= nowNanos;
    }
  }

  private static final class Oversleeper extends ListTimers {
    Oversleeper(long tick) {
      super(tick);
    }

    @Override
    public OptionalLong nextDeadline() {
      return entries.stream().mapToLong(e -> e.deadline).max();
    }
  }
}
