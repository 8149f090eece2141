package dev.orrery.runtime.http;

import java.util.function.BiConsumer;

/// What all connections of one server share.
///
/// @param application filters and handlers
/// @param limits the bounds
/// @param failureListener told what handlers throw
record ServerContext(
    Application application,
    HttpLimits limits,
    BiConsumer<HttpRequest, Throwable> failureListener) {

  /// Sent through a connection's pipeline when the server closes: finish what is in flight, then
  /// close.
  static final Object DRAIN = new Object();
}
