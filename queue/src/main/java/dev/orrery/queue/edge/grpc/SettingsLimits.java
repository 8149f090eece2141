package dev.orrery.queue.edge.grpc;

/// What a queue gets that does not say, and may ask for at most.
///
/// @param defaultMessages when `maximum_messages` is 0
/// @param defaultBytes when `maximum_bytes` is 0
/// @param maximumBytes of any queue
public record SettingsLimits(long defaultMessages, long defaultBytes, long maximumBytes) {
  /// Of any queue.
  static final long MAXIMUM_MESSAGES = 1_000_000;

  static final int MAXIMUM_DELIVERIES = 1_000;
  static final long DEFAULT_LEASE_MILLIS = 30_000;
  static final long DEFAULT_RETRY_MAXIMUM_MILLIS = 60_000;
}
