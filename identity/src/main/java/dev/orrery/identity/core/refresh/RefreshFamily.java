package dev.orrery.identity.core.refresh;

/// The refresh tokens that descend from one log-in, as a state machine. Only the newest of them is
/// good, once.
///
/// ```
///   log in ──▶ generation 0 ──use 0──▶ generation 1 ──use 1──▶ generation 2 …
///                                          │
///                                          └─use 0 again──▶ ended: somebody has an old one
/// ```
///
/// @param accountId whose it is
/// @param currentHash SHA-256, in hexadecimal, of the one token that is good
/// @param generation how often it has been rotated
/// @param ended whether by log-out, reuse or removal of the account
/// @param expiresMillis since 1970; no rotation prolongs it
public record RefreshFamily(
    long accountId, String currentHash, long generation, boolean ended, long expiresMillis) {

  /// What using a token leads to.
  public sealed interface Outcome {
    /// The token was the current one; `next` is to be stored before anything is answered.
    record Rotated(RefreshFamily next) implements Outcome {}

    /// The token was used before: the family is ended, `next` is to be stored.
    record Reused(RefreshFamily next) implements Outcome {}

    /// The family has ended or expired; nothing changes.
    record Refused() implements Outcome {}
  }

  /// A token of this family is presented.
  ///
  /// @param presentedHash of the token presented
  /// @param nextHash of the token to be given out instead
  /// @param nowMillis since 1970
  public Outcome use(String presentedHash, String nextHash, long nowMillis) {
    if (ended || nowMillis >= expiresMillis) {
      return new Outcome.Refused();
    }
    return presentedHash.equals(currentHash)
        ? new Outcome.Rotated(
            new RefreshFamily(accountId, nextHash, generation + 1, false, expiresMillis))
        : new Outcome.Reused(end());
  }

  public RefreshFamily end() {
    return new RefreshFamily(accountId, currentHash, generation, true, expiresMillis);
  }
}
