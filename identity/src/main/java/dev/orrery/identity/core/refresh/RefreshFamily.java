package dev.orrery.identity.core.refresh;

/// The refresh tokens that descend from one log-in; at most one of them is good at a time. A
/// [RefreshRotation] says how a family moves on.
///
/// @param accountId whose it is
/// @param currentHash SHA-256, in hexadecimal, of the one token that is good
/// @param generation how often it has been rotated
/// @param ended whether by log-out or reuse; nothing leads back from it
/// @param expiresMillis since 1970; no rotation prolongs it
public record RefreshFamily(
    long accountId, String currentHash, long generation, boolean ended, long expiresMillis) {

  /// The next generation, whose one good token has this hash.
  public RefreshFamily rotatedTo(String nextHash) {
    return new RefreshFamily(accountId, nextHash, generation + 1, ended, expiresMillis);
  }

  /// The family as log-out or reuse leaves it.
  public RefreshFamily end() {
    return new RefreshFamily(accountId, currentHash, generation, true, expiresMillis);
  }
}
