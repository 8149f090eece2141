package dev.orrery.loadbalancer.edge.stream;

import java.time.Duration;

/// What bounds a listener's sessions.
///
/// @param connections of clients at a time; one more is closed at once
/// @param backendConnections to one backend at a time
/// @param connect how long connecting to a backend may take
/// @param idle how long a session may move nothing in either direction
public record StreamLimits(
    int connections, int backendConnections, Duration connect, Duration idle) {
  /// Backends tried for one client, at most.
  public static final int MAXIMUM_CONNECTS = 2;
}
