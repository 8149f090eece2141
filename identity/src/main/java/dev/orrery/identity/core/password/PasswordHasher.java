package dev.orrery.identity.core.password;

/// Turns passwords into what may be stored. A swap point: `identity.password-hash`. Thread-safe;
/// the calls take tens of milliseconds of one core, by design.
public interface PasswordHasher {
  /// A hash with a fresh random salt, in PHC string form: everything that [#verify] needs but the
  /// password.
  String hash(String password);

  /// Whether `password` is the one `hash` was made of; false for a hash that is malformed.
  boolean verify(String password, String hash);
}
