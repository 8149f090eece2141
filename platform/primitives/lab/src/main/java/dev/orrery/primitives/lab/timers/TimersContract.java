package dev.orrery.primitives.lab.timers;

import dev.orrery.primitives.lab.timers.TimersCase.Advance;
import dev.orrery.primitives.lab.timers.TimersCase.Cancel;
import dev.orrery.primitives.lab.timers.TimersCase.Start;
import dev.orrery.primitives.lab.timers.TimersCase.Step;
import dev.orrery.primitives.timerwheel.Timers;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;

/// The laws of `primitives.timers`.
public final class TimersContract {
  /// Not 0, so that a wheel that confuses a time with a delay is found out.
  private static final long ORIGIN = 1_000_003;

  private static final int SAME = 7;

  private TimersContract() {}

  public static Contract<TimersFactory> any() {
    return Contract.of(
        Contract.ANY,
        law("fires on time, once", TimersCase.any(), TimersContract::firesOnTime),
        law(
            "fires on time for who sleeps until the next deadline",
            TimersCase.near(),
            TimersContract::wakesInTime),
        law(
            "cancels the timer, not all that carry the same",
            TimersCase.near(),
            TimersContract::cancelsOne));
  }

  private static Law<TimersFactory, TimersCase> law(
      String name, Arbitrary<TimersCase> cases, Law.Check<TimersFactory, TimersCase> check) {
    return Law.of(name, cases, TimersCase::story, check);
  }

  /// Timers, with the deadlines of those that run kept beside them.
  private static final class Watched {
    final Timers<Integer> timers;
    final long tick;
    final List<Timers.Timer> started = new ArrayList<>();
    final Map<Integer, Long> running = new TreeMap<>();
    long now = ORIGIN;

    Watched(TimersFactory factory, long tick) {
      this.timers = factory.create(tick, ORIGIN);
      this.tick = tick;
    }

    void start(long delay) {
      running.put(started.size(), now + delay);
      started.add(timers.schedule(now + delay, started.size()));
    }

    void cancel(int number) {
      if (number >= started.size()) {
        return;
      }
      boolean ran = running.remove(number) != null;
      if (started.get(number).cancel() != ran) {
        throw new AssertionError(
            "cancelling #" + number + " said " + !ran + ", but it " + (ran ? "ran" : "had ended"));
      }
    }

    void advance(long to) {
      now = to;
      for (int fired : timers.advance(now)) {
        Long deadline = running.remove(fired);
        if (deadline == null) {
          throw new AssertionError("#" + fired + " fired, but it had fired or was cancelled");
        }
        if (deadline > now) {
          throw new AssertionError("#" + fired + " fired " + (deadline - now) + " ns early");
        }
      }
      running.forEach((number, deadline) -> {
        if (deadline + tick <= now) {
          throw new AssertionError(
              "#" + number + " has not fired " + (now - deadline) + " ns after its deadline");
        }
      });
    }
  }

  private static void firesOnTime(TimersFactory factory, TimersCase tried) {
    Watched watched = new Watched(factory, tried.tick());
    for (Step step : tried.steps()) {
      switch (step) {
        case Start start -> watched.start(start.delay());
        case Cancel cancel -> watched.cancel(cancel.number());
        case Advance advance -> watched.advance(watched.now + advance.by());
      }
    }
  }

  /// All timers carry the same payload, as those of a key do whose time to live is set again.
  private static void cancelsOne(TimersFactory factory, TimersCase tried) {
    Timers<Integer> timers = factory.create(tried.tick(), ORIGIN);
    List<Timers.Timer> started = new ArrayList<>();
    Map<Integer, Long> running = new TreeMap<>();
    long now = ORIGIN;
    for (Step step : tried.steps()) {
      switch (step) {
        case Start start -> {
          running.put(started.size(), now + start.delay());
          started.add(timers.schedule(now + start.delay(), SAME));
        }
        case Cancel cancel -> {
          if (cancel.number() < started.size()) {
            started.get(cancel.number()).cancel();
            running.remove(cancel.number());
          }
        }
        case Advance advance -> {
          now += advance.by();
          removeFired(running, timers.advance(now).size(), now, tried.tick());
        }
      }
    }
  }

  private static void removeFired(Map<Integer, Long> running, int fired, long now, long tick) {
    long due = running.values().stream().filter(deadline -> deadline <= now).count();
    long overdue = running.values().stream().filter(deadline -> deadline + tick <= now).count();
    if (fired > due || fired < overdue) {
      throw new AssertionError(
          fired + " fired, but " + due + " of those that were not cancelled are due");
    }
    running.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .limit(fired)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(running::remove);
  }

  private static void wakesInTime(TimersFactory factory, TimersCase tried) {
    Watched watched = new Watched(factory, tried.tick());
    for (Step step : tried.steps()) {
      switch (step) {
        case Start start -> watched.start(start.delay());
        case Cancel cancel -> watched.cancel(cancel.number());
        case Advance advance -> sleep(watched, watched.now + advance.by());
      }
    }
    while (!watched.running.isEmpty()) {
      sleep(watched, nextDeadline(watched));
    }
    if (watched.timers.nextDeadline().isPresent()) {
      throw new AssertionError("there is a next deadline, but no timer runs");
    }
  }

  /// Sleeps until `end`, waking when the timers ask for it.
  private static void sleep(Watched watched, long end) {
    while (!watched.running.isEmpty()) {
      long next = nextDeadline(watched);
      if (next > end) {
        break;
      }
      long before = watched.now;
      watched.advance(Math.max(before, next));
      OptionalLong after = watched.timers.nextDeadline();
      if (after.isPresent() && after.getAsLong() <= watched.now && next <= before) {
        throw new AssertionError("waking at the next deadline leads nowhere");
      }
    }
    watched.advance(Math.max(end, watched.now));
  }

  private static long nextDeadline(Watched watched) {
    OptionalLong next = watched.timers.nextDeadline();
    if (next.isEmpty()) {
      throw new AssertionError("there is no next deadline, but timers run: " + watched.running);
    }
    long earliest =
        watched.running.values().stream().mapToLong(Long::longValue).min().orElseThrow();
    if (next.getAsLong() > Math.max(earliest, watched.now) + watched.tick) {
      throw new AssertionError(
          "the next deadline is "
              + (next.getAsLong() - earliest)
              + " ns after that of the earliest timer");
    }
    return next.getAsLong();
  }
}
