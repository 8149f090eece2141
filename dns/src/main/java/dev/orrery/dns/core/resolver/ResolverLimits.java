package dev.orrery.dns.core.resolver;

import java.time.Duration;

/// What bounds a resolver's work.
///
/// @param questions questions of clients under way at a time; one more fails at once
/// @param packets packets sent for one question, nested look-ups included
/// @param whole how long one question may take
/// @param firstTry how long a server has at the first try; at the second, twice as long
/// @param maximumTtl seconds a record is believed, whatever it says
/// @param negativeTtl seconds an absence is believed, at most (RFC 2308 §5)
/// @param failureTtl seconds a failure is remembered (RFC 9520 §3.2: 1 s to 5 min)
public record ResolverLimits(
    int questions,
    int packets,
    Duration whole,
    Duration firstTry,
    long maximumTtl,
    long negativeTtl,
    long failureTtl) {
  /// Aliases followed for one look-up, at most.
  public static final int MAXIMUM_ALIASES = 11;

  /// Look-ups for the address of a server of a server …, at most.
  public static final int MAXIMUM_DEPTH = 6;

  /// Servers of one zone whose names are resolved, at most (CVE-2020-8616).
  public static final int MAXIMUM_TARGETS = 5;

  /// Packets sent to one address for one look-up, at most.
  public static final int MAXIMUM_TRIES = 2;

  /// For a closed world on loopback.
  public static final ResolverLimits DEFAULTS =
      new ResolverLimits(
          1_000, 24, Duration.ofMillis(4_500), Duration.ofMillis(400), 86_400, 3_600, 5);
}
