package dev.orrery.queue.core.retry;

/// The wait between a failed delivery and the next.
///
/// An implementation to be swapped in has a public constructor `(long baseMillis, long
/// maximumMillis, long seed)`. Stateless; thread-safe.
public interface RetryPolicy {
  /// Milliseconds to wait, 0 to the maximum; 0 whenever the base is 0. The same arguments give the
  /// same answer, also in another instance with the same base, maximum and seed. Over many messages
  /// the average does not fall as failures add up.
  ///
  /// @param messageId the message's position in its queue
  /// @param failures deliveries that have failed, at least 1
  long delayMillis(long messageId, int failures);

  /// Makes a policy for a queue.
  @FunctionalInterface
  interface Factory {
    /// @param baseMillis wait after the first failure, not negative
    /// @param maximumMillis longest wait, not negative
    /// @param seed of whatever is left to chance
    RetryPolicy make(long baseMillis, long maximumMillis, long seed);
  }
}
