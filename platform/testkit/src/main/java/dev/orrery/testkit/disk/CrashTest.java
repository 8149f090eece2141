package dev.orrery.testkit.disk;

import dev.orrery.primitives.ports.Disk;
import dev.orrery.testkit.Reproduction;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Drives a program through many schedules of work, power cut and recovery. Each schedule is a
/// function of its seed: which operation the power fails at, what it leaves, and every choice the
/// workload draws from the random source it is handed.
///
/// ```
///   work ─ cut at a random operation ─ recover ─ check ┐
///    ▲                                  └ cut again ───┤   some recoveries are cut too
///    └──────────────── ROUNDS times ───────────────────┘
/// ```
///
/// A subject with threads of its own makes the schedule depend on the scheduler as well; the seed
/// then brings a failure back often, not always.
public final class CrashTest {
  /// Crashes of one schedule, one after the other on the same disk.
  public static final int ROUNDS = 3;

  /// The power fails within this many operations, unless the workload ends before.
  public static final int MAXIMUM_OPERATIONS = 200;

  private static final int RECOVERY_CRASH_ODDS = 3;
  private static final int RECOVERY_OPERATIONS = 8;

  private CrashTest() {}

  /// What is tried.
  ///
  /// @param <A> the record of what was acknowledged: a list of offsets, a map of values, …
  public interface Subject<A> {
    /// A fresh, empty record for a fresh disk.
    A acknowledged();

    /// Opens the program on the disk and works with it, noting in `acknowledged` each write
    /// **after** the program acknowledged it. A write under way when the power fails may or may not
    /// be there later; if the check needs to know, note the attempt before. Lets [SimulatedCrash]
    /// pass.
    void work(Disk disk, A acknowledged, RandomGenerator random) throws Exception;

    /// Opens the program on what the crash left, and throws an [AssertionError] unless everything
    /// acknowledged is there and nothing is that was never written. May be cut short by a crash of
    /// its own and is then called again.
    void recover(Disk disk, A acknowledged) throws Exception;
  }

  /// Runs schedules with seeds `1..schedules`, or the one of `-Dorrery.seed`.
  ///
  /// @throws AssertionError at the first failing schedule, with the line that reproduces it and the
  ///   disk's last operations
  public static <A> void run(int schedules, Subject<A> subject) {
    Reproduction.requestedSeed()
        .ifPresentOrElse(
            seed -> replay(seed, subject),
            () -> {
              for (long seed = 1; seed <= schedules; seed++) {
                replay(seed, subject);
              }
            });
  }

  /// Runs the one schedule of `seed`.
  public static <A> void replay(long seed, Subject<A> subject) {
    SplittableRandom random = new SplittableRandom(seed);
    CrashDisk disk = new CrashDisk(random.nextLong());
    A acknowledged = subject.acknowledged();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        disk.crashAfter(crashPoint(random));
        SplittableRandom choices = random.split();
        try {
          subject.work(disk, acknowledged, choices);
        } catch (SimulatedCrash expected) {
          // the cut that was ordered
        }
        disk = recover(disk.crash(), subject, acknowledged, random);
      }
    } catch (Exception | AssertionError | SimulatedCrash failure) {
      throw failed(seed, failure, disk);
    }
  }

  /// Half of the cuts come early, where files are made and renamed.
  private static int crashPoint(RandomGenerator random) {
    int bound = random.nextBoolean() ? MAXIMUM_OPERATIONS : MAXIMUM_OPERATIONS / 10;
    return 1 + random.nextInt(bound);
  }

  private static <A> CrashDisk recover(
      CrashDisk disk, Subject<A> subject, A acknowledged, RandomGenerator random) throws Exception {
    CrashDisk current = disk;
    if (random.nextInt(RECOVERY_CRASH_ODDS) == 0) {
      current.crashAfter(1 + random.nextInt(RECOVERY_OPERATIONS));
      try {
        subject.recover(current, acknowledged);
      } catch (SimulatedCrash expected) {
        // a recovery must be able to start over
      }
      current = current.crash();
    }
    subject.recover(current, acknowledged);
    return current;
  }

  private static AssertionError failed(long seed, Throwable failure, CrashDisk disk) {
    StringBuilder message = new StringBuilder();
    message
        .append("schedule ")
        .append(seed)
        .append(": ")
        .append(failure.getMessage() == null ? failure : failure.getMessage());
    message.append("\nreproduce: ").append(Reproduction.line(seed));
    message.append("\nthe disk's last operations:");
    disk.trace().forEach(line -> message.append("\n  ").append(line));
    return new AssertionError(message.toString(), failure);
  }
}
