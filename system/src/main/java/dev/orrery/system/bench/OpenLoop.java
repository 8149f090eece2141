package dev.orrery.system.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Load that does not wait for the system under test: request n is due at n divided by the rate,
/// whether or not earlier ones have been answered, and its latency counts from when it was due. A
/// closed loop would slow down with the system and leave out just the requests that suffered
/// ("coordinated omission", Tene 2013).
///
/// @param ratePerSecond requests due a second
/// @param warmUp not counted
/// @param duration counted
/// @param connections callers, each one request at a time; when all are busy, requests wait and
///   their latency grows
public record OpenLoop(double ratePerSecond, Duration warmUp, Duration duration, int connections) {
  private static final double NANOS = 1e9;
  private static final long HIGHEST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;

  /// One request; returns whether it was served.
  @FunctionalInterface
  public interface Request {
    boolean send(long number) throws IOException, InterruptedException;
  }

  /// @param latencies nanoseconds from due to answered
  /// @param served requests answered well
  /// @param failed requests answered badly or not at all
  /// @param seconds how long the counted part took
  public record Outcome(Histogram latencies, long served, long failed, double seconds) {
    public double throughput() {
      return served / seconds;
    }
  }

  public Outcome run(Request request) throws InterruptedException {
    long warm = (long) (ratePerSecond * warmUp.toNanos() / NANOS);
    long total = warm + (long) (ratePerSecond * duration.toNanos() / NANOS);
    ConcurrentHistogram latencies = new ConcurrentHistogram(HIGHEST_NANOS, DIGITS);
    AtomicLong next = new AtomicLong();
    AtomicLong served = new AtomicLong();
    AtomicLong failed = new AtomicLong();
    long origin = System.nanoTime();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      callers.add(
          Thread.ofVirtual()
              .name("caller-", i)
              .start(() -> {
                for (long n = next.getAndIncrement(); n < total; n = next.getAndIncrement()) {
                  long due = origin + (long) (n * NANOS / ratePerSecond);
                  waitUntil(due);
                  boolean good = attempt(request, n);
                  if (n >= warm) {
                    latencies.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - due));
                    (good ? served : failed).incrementAndGet();
                  }
                }
              }));
    }
    for (Thread caller : callers) {
      caller.join();
    }
    double seconds = (System.nanoTime() - origin) / NANOS - warmUp.toNanos() / NANOS;
    return new Outcome(latencies, served.get(), failed.get(), seconds);
  }

  private static void waitUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static boolean attempt(Request request, long number) {
    try {
      return request.send(number);
    } catch (IOException failure) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
