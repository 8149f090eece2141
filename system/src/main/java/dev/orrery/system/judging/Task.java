package dev.orrery.system.judging;

import java.io.IOException;
import java.time.Duration;

/// One thing to judge, on some of the fixed seeds.
///
/// Each seed is a verdict in itself, since every wrong twin of a contract is rejected on each; the
/// others make a rare mistake less likely to pass. A learner who waits gets the first seeds at once
/// (`budget`) and the others in further tasks.
///
/// @param point the swap point, e.g. `cache.eviction`
/// @param as the algorithm demanded, or [dev.orrery.testkit.contract.Contract#ANY]
/// @param subject the code
/// @param firstSeed where to begin, 1 to [Contracts#SEEDS]
/// @param budget after this no further seed is begun; at least one is always tried
/// @param limits how long the code may take
public record Task(
    String point, String as, Subject subject, int firstSeed, Duration budget, Limits limits) {

  /// All seeds in one go.
  public static Task whole(String point, String as, Subject subject, Limits limits) {
    return new Task(point, as, subject, 1, limits.all(), limits);
  }

  /// The same code from `seed` on, for as long as `time`.
  public Task from(int seed, Duration time) {
    return new Task(point, as, subject, seed, time, limits);
  }

  Message toMessage() {
    return Message.of(JudgeMain.JUDGE)
        .with("point", point)
        .with("as", as)
        .with("subject", subject)
        .with("first-seed", firstSeed)
        .with("budget-millis", budget.toMillis())
        .with("one-pause-millis", limits.onePause().toMillis())
        .with("all-millis", limits.all().toMillis());
  }

  static Task of(Message message) throws IOException {
    return new Task(
        message.text("point"),
        message.text("as"),
        Subject.of(message.text("subject")),
        Math.toIntExact(message.number("first-seed")),
        Duration.ofMillis(message.number("budget-millis")),
        new Limits(
            Duration.ofMillis(message.number("one-pause-millis")),
            Duration.ofMillis(message.number("all-millis"))));
  }
}
