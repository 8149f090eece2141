package dev.orrery.runtime.http;

import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where a thread that writes waits until the channel can take more: the back-pressure of a
/// response.
final class WriteGate {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Channel channel;
  private final long timeoutNanos;

  WriteGate(Channel channel, Duration timeout) {
    this.channel = channel;
    this.timeoutNanos = timeout.toNanos();
  }

  /// Called by the event loop when the channel has become writable or has closed.
  void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Returns once the channel is writable.
  ///
  /// @throws IOException when it is closed, or was not writable for the whole time-out
  void await() throws IOException {
    if (channel.isWritable() && channel.isActive()) {
      return;
    }
    lock.lock();
    try {
      long left = timeoutNanos;
      while (!channel.isWritable() || !channel.isActive()) {
        if (!channel.isActive()) {
          throw new IOException("the client has gone");
        }
        if (left <= 0) {
          throw new IOException("the client does not take the response");
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while writing", interrupted);
    } finally {
      lock.unlock();
    }
  }
}
