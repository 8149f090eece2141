package dev.orrery.identity.core.refresh;

/// What using a refresh token leads to. A swap point: `identity.refresh`. Stateless and
/// thread-safe: all that is known of a log-in is in its [RefreshFamily].
public interface RefreshRotation {
  /// A token of `family` is presented.
  ///
  /// @param family as it is stored
  /// @param presentedHash of the token presented, SHA-256 in hexadecimal
  /// @param nextHash of the token to be given out instead
  /// @param nowMillis since 1970
  Outcome use(RefreshFamily family, String presentedHash, String nextHash, long nowMillis);

  /// What is to be done.
  sealed interface Outcome {
    /// The token was the current one; `next` is to be stored before anything is answered.
    record Rotated(RefreshFamily next) implements Outcome {}

    /// The token was used before: the family is ended, `next` is to be stored.
    record Reused(RefreshFamily next) implements Outcome {}

    /// The family has ended or expired; nothing changes.
    record Refused() implements Outcome {}
  }
}
