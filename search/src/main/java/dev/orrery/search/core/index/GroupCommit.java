package dev.orrery.search.core.index;

import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One commit for all who wait for one. A commit forces files to disk, and costs the same for one
/// document as for a thousand.
///
/// ```
///   writer 1  put ─ join ─[ commits 1        ]─ done
///   writer 2     put ─ join ─ waits ─────────[ commits 2, 3 ]─ done
///   writer 3          put ─ join ─ waits ───────────────────── done
/// ```
///
/// Who comes while a commit runs cannot know whether it covers what he put, so he waits for the
/// next; the first of those waiting runs it for all of them.
final class GroupCommit {
  /// Does the commit.
  @FunctionalInterface
  interface Action {
    void run() throws IOException;
  }

  private final Action action;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition finished = lock.newCondition();
  // Guarded by lock.
  private long asked;
  private long covered;
  private boolean running;

  GroupCommit(Action action) {
    this.action = action;
  }

  /// Returns when a commit that began after this call has succeeded.
  void join() throws IOException {
    lock.lock();
    try {
      long mine = ++asked;
      while (covered < mine) {
        if (running) {
          finished.awaitUninterruptibly();
        } else {
          lead();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Runs the commit without the lock, so that others can line up behind it.
  private void lead() throws IOException {
    running = true;
    long covers = asked;
    lock.unlock();
    boolean succeeded = false;
    try {
      action.run();
      succeeded = true;
    } finally {
      lock.lock();
      running = false;
      if (succeeded) {
        covered = covers;
      }
      finished.signalAll();
    }
  }
}
