package dev.orrery.log.broker;

import dev.orrery.log.core.state.KeyedLog;
import dev.orrery.primitives.ports.Time;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A keyed log behind a writer: changes are queued in the order of the calls, and a future tells
/// when one is durable.
final class DurableState implements Writer.Target {
  private final KeyedLog log;
  private final Writer writer;
  private final Time time;
  private volatile CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

  DurableState(KeyedLog log, Writer writer, Time time) {
    this.log = log;
    this.writer = writer;
    this.time = time;
  }

  /// Queues a change. The caller holds the lock under which it changed what it stores, so that the
  /// order on disk is the order in memory.
  CompletableFuture<Void> store(Map<String, Optional<byte[]>> changes) throws InterruptedException {
    if (changes.isEmpty()) {
      return last;
    }
    CompletableFuture<Void> durable = new CompletableFuture<>();
    last = durable;
    writer.put(new Change(changes, durable));
    return durable;
  }

  @Override
  public void force() throws IOException {
    log.force(time.wallMillis());
  }

  private final class Change implements Writer.Task {
    private final Map<String, Optional<byte[]>> changes;
    private final CompletableFuture<Void> durable;

    Change(Map<String, Optional<byte[]>> changes, CompletableFuture<Void> durable) {
      this.changes = changes;
      this.durable = durable;
    }

    @Override
    public Writer.Target target() {
      return DurableState.this;
    }

    @Override
    public void apply() throws IOException {
      log.append(changes, time.wallMillis());
    }

    @Override
    public void done() {
      durable.complete(null);
    }

    @Override
    public void failed(Throwable cause) {
      durable.completeExceptionally(cause);
    }
  }
}
