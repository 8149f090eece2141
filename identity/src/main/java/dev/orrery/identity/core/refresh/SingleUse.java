package dev.orrery.identity.core.refresh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Each token serves once; a second use ends the family, since two parties then hold the same token
/// and nobody can tell which of them is the thief (RFC 9700 §4.14.2).
///
/// ```
///   log in ──▶ generation 0 ──use 0──▶ generation 1 ──use 1──▶ generation 2 …
///                                          │
///                                          └─use 0 again──▶ ended: somebody has an old one
/// ```
public final class SingleUse implements RefreshRotation {
  @Override
  public Outcome use(RefreshFamily family, String presentedHash, String nextHash, long nowMillis) {
    if (family.ended() || nowMillis >= family.expiresMillis()) {
      return new Outcome.Refused();
    }
    return same(presentedHash, family.currentHash())
        ? new Outcome.Rotated(family.rotatedTo(nextHash))
        : new Outcome.Reused(family.end());
  }

  /// Compared in constant time, so that the answer's delay tells nothing of the stored hash.
  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
