package dev.orrery.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A request body on its way from the event loop, which offers pieces, to the handler, which reads
/// them.
///
/// ```
///   event loop ── offer ──▶ [piece][piece][piece] ── read ──▶ virtual thread
///        ▲                    ≥ HIGH: loop stops reading the socket
///        └──── resume ────────≤ LOW:  loop reads again
/// ```
///
/// So a handler that does not read holds back its client and nobody else, and the memory of a body
/// is bounded by what one socket read brings beyond [#HIGH_WATER]. The lock guards every field that
/// is not final.
final class RequestBody {

  /// What a body asks of its connection; called from the handler's thread.
  interface Source {
    /// The handler waits for the first time, and nothing has come: the moment for `100 Continue`.
    void awaited();

    /// There is room again after [RequestBody#isFull()].
    void resume();
  }

  private static final int HIGH_WATER = 64 * 1024;
  private static final int LOW_WATER = 16 * 1024;
  // A piece costs more than its bytes; a client that sends one byte a chunk is held sooner.
  private static final int HIGH_PIECES = 256;
  private static final int LOW_PIECES = 64;
  private static final int READ_STEP = 16 * 1024;

  private static final Source NOWHERE =
      new Source() {
        @Override
        public void awaited() {}

        @Override
        public void resume() {}
      };

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Source source;
  private final long declaredLength;
  private final long maximumBytes;
  private final long timeoutNanos;

  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(2);
  private int buffered;
  private long received;
  private boolean ended;
  private boolean awaited;
  private boolean discarding;
  private boolean held;
  private @Nullable Problem problem;
  private @Nullable String lost;

  /// @param declaredLength the Content-Length, or -1 when it is not known
  RequestBody(Source source, long declaredLength, long maximumBytes, Duration timeout) {
    this.source = source;
    this.declaredLength = declaredLength;
    this.maximumBytes = maximumBytes;
    this.timeoutNanos = timeout.toNanos();
  }

  /// A body that is all there.
  static RequestBody of(byte[] bytes) {
    RequestBody body =
        new RequestBody(NOWHERE, bytes.length, Long.MAX_VALUE, Duration.ofSeconds(1));
    if (bytes.length > 0) {
      body.offer(Unpooled.wrappedBuffer(bytes));
    }
    body.end();
    return body;
  }

  // ---- the event loop's side

  /// Takes over a piece; releases it at once when nobody will read it.
  void offer(ByteBuf piece) {
    lock.lock();
    try {
      received += piece.readableBytes();
      if (received > maximumBytes && problem == null) {
        failLocked(Problem.of(413, "the body is larger than " + maximumBytes + " bytes"));
      }
      if (discarding || problem != null || lost != null) {
        piece.release();
        return;
      }
      pieces.add(piece);
      buffered += piece.readableBytes();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The last piece was offered.
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The rest cannot be had; who reads gets this problem.
  void fail(Problem cause) {
    lock.lock();
    try {
      failLocked(cause);
    } finally {
      lock.unlock();
    }
  }

  private void failLocked(Problem cause) {
    if (problem == null && !ended) {
      problem = cause;
      releaseAll();
      changed.signal();
    }
  }

  /// The client has gone; who reads gets an I/O error.
  void lose(String cause) {
    lock.lock();
    try {
      lost = cause;
      releaseAll();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The response is out: what has come and what will come is dropped.
  void discard() {
    lock.lock();
    try {
      discarding = true;
      releaseAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the socket should not be read for a while; if so, [Source#resume()] will be called.
  boolean isFull() {
    lock.lock();
    try {
      held = (buffered >= HIGH_WATER || pieces.size() >= HIGH_PIECES) && !discarding;
      return held;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the body will never be complete.
  boolean hasFailed() {
    lock.lock();
    try {
      return problem != null;
    } finally {
      lock.unlock();
    }
  }

  /// How many bytes have come so far.
  long received() {
    lock.lock();
    try {
      return received;
    } finally {
      lock.unlock();
    }
  }

  private void releaseAll() {
    pieces.forEach(ByteBuf::release);
    pieces.clear();
    buffered = 0;
  }

  // ---- the handler's side

  InputStream stream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return RequestBody.this.read(one, 0, 1, timeoutNanos) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        return length == 0 ? 0 : RequestBody.this.read(target, offset, length, timeoutNanos);
      }

      @Override
      public int available() {
        lock.lock();
        try {
          return buffered;
        } finally {
          lock.unlock();
        }
      }
    };
  }

  byte[] bytes(int limit) throws IOException {
    if (declaredLength > limit) {
      throw tooLarge(limit);
    }
    long deadline = System.nanoTime() + timeoutNanos;
    if (declaredLength >= 0) {
      byte[] all = new byte[(int) declaredLength];
      int filled = 0;
      while (filled < all.length) {
        int count = read(all, filled, all.length - filled, deadline - System.nanoTime());
        if (count < 0) {
          throw new IOException("the body ended after " + filled + " of " + all.length + " bytes");
        }
        filled += count;
      }
      return all;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] step = new byte[Math.min(READ_STEP, Math.max(1, limit))];
    int count = read(step, 0, step.length, deadline - System.nanoTime());
    while (count >= 0) {
      all.write(step, 0, count);
      if (all.size() > limit) {
        throw tooLarge(limit);
      }
      count = read(step, 0, step.length, deadline - System.nanoTime());
    }
    return all.toByteArray();
  }

  private static HttpProblemException tooLarge(int limit) {
    return new HttpProblemException(413, "the body is larger than " + limit + " bytes");
  }

  private int read(byte[] target, int offset, int length, long waitNanos) throws IOException {
    boolean resume = false;
    int count = 0;
    lock.lock();
    try {
      awaitPiece(waitNanos);
      ByteBuf piece = pieces.peek();
      if (piece == null) {
        return -1;
      }
      count = Math.min(length, piece.readableBytes());
      piece.readBytes(target, offset, count);
      buffered -= count;
      if (!piece.isReadable()) {
        pieces.remove();
        piece.release();
      }
      if (held && buffered <= LOW_WATER && pieces.size() <= LOW_PIECES) {
        held = false;
        resume = true;
      }
    } finally {
      lock.unlock();
    }
    if (resume) {
      source.resume();
    }
    return count;
  }

  /// Returns when there is a piece, or the body has ended.
  private void awaitPiece(long waitNanos) throws IOException {
    long left = waitNanos;
    while (true) {
      if (problem != null) {
        throw new HttpProblemException(problem);
      }
      if (lost != null) {
        throw new IOException(lost);
      }
      if (!pieces.isEmpty() || ended) {
        return;
      }
      if (!awaited) {
        awaited = true;
        source.awaited();
      }
      if (left <= 0) {
        failLocked(
            Problem.of(
                408,
                "the body did not come within "
                    + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                    + " ms"));
        continue;
      }
      try {
        left = changed.awaitNanos(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while waiting for the body", interrupted);
      }
    }
  }
}
