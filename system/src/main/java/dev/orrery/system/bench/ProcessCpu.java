package dev.orrery.system.bench;

import java.time.Duration;
import java.util.Optional;

/// The CPU time, user and system, of another process.
final class ProcessCpu {
  private ProcessCpu() {}

  /// Empty when the process is gone or the system does not tell.
  static Optional<Duration> of(long pid) {
    return ProcessHandle.of(pid).flatMap(process -> process.info().totalCpuDuration());
  }
}
