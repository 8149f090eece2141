package dev.orrery.primitives.lab.singleflight;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/// A thread that makes one call, and can be watched while it waits.
final class Caller {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LOOK_EVERY_NANOS = 50_000;

  /// A thread seen waiting so often in a row is not merely passing a lock.
  private static final int LOOKS = 40;

  private final Thread thread;
  private volatile String outcome = "nothing";

  Caller(Callable<Integer> call) {
    thread = Thread.ofPlatform().daemon().start(() -> outcome = describe(call));
  }

  private static String describe(Callable<Integer> call) {
    try {
      return "value " + call.call();
    } catch (SingleFlightContract.LoadFailed failure) {
      return String.valueOf(failure.getMessage());
    } catch (Exception other) {
      return other.toString();
    }
  }

  /// Returns once the call waits for something, or has ended.
  void awaitParked() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isParked() && thread.isAlive()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("a caller neither waits nor returns");
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  /// Whether the call keeps waiting for something; false when it ends.
  boolean staysParked() {
    int seen = 0;
    while (thread.isAlive() && seen < LOOKS) {
      seen = isParked() ? seen + 1 : 0;
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return thread.isAlive();
  }

  private boolean isParked() {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      default -> false;
    };
  }

  /// What the call gave, once it has ended.
  String outcome() throws InterruptedException {
    if (!thread.join(PATIENCE)) {
      throw new AssertionError("a caller did not return");
    }
    return outcome;
  }
}
