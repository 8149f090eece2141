package dev.orrery.database.edge.grpc;

import dev.orrery.database.core.transaction.Outcome;
import dev.orrery.database.core.transaction.Transaction;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/// Where commits wait for the one thread that writes. Thread-safe.
public interface CommitQueue {
  enum Refusal {
    /// As many commits, or bytes of them, wait as may.
    FULL,
    CLOSING
  }

  /// The queue does not take the commit; it has no effect.
  final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public Refused(Refusal refusal) {
      super(refusal.name(), null, false, false);
      this.refusal = refusal;
    }

    public Refusal refusal() {
      return refusal;
    }
  }

  /// Queues a commit.
  ///
  /// @param bytes its size in memory, about
  /// @param abandoned asked once, before the commit takes its place: true drops it without effect
  /// @return completed when the outcome may be told, or exceptionally with a
  ///   [dev.orrery.database.core.DatabaseException.StorageFailed]
  CompletableFuture<Outcome> submit(Transaction transaction, long bytes, BooleanSupplier abandoned)
      throws Refused;
}
