package dev.orrery.system.judging;

import java.time.Duration;

/// How long the judged code may take.
///
/// One case of a contract is a matter of microseconds to milliseconds. It is stopped after
/// `onePause` by the clock, or sooner when it has used [#oneBusy()] of processor time: an endless
/// loop is known early, and a machine that is busy with other things stops nobody who is innocent.
///
/// @param onePause what one case may take by the clock; at least 100 ms
/// @param all what compiling and all cases of a task may take by the clock
public record Limits(Duration onePause, Duration all) {
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final int BUSY_PART = 4;

  /// For a person who waits.
  public static final Limits STANDARD = new Limits(Duration.ofSeconds(5), Duration.ofMinutes(1));

  public Limits {
    if (onePause.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("a case needs at least " + SHORTEST.toMillis() + " ms");
    }
  }

  /// The same with another limit for one case, and for all cases time enough for some of those.
  public Limits withOnePause(Duration pause) {
    Duration enough = pause.multipliedBy(2);
    return new Limits(pause, all.compareTo(enough) < 0 ? enough : all);
  }

  /// What one case may compute: a quarter of [#onePause()].
  public Duration oneBusy() {
    return onePause.dividedBy(BUSY_PART);
  }
}
