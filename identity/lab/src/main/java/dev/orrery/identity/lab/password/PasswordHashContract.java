package dev.orrery.identity.lab.password;

import dev.orrery.identity.core.password.PasswordHasher;
import dev.orrery.primitives.lab.Once;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// What a [PasswordHasher] keeps.
///
/// A good hasher is slow on purpose, so the cases are few and each law holds a subject to a case
/// only once: three hundred tries cost some seventy hashes. What no law can say is that the hasher
/// **is** slow; that is for the experiment `hash-cost`.
final class PasswordHashContract {
  private static final String RIGHT = "correct horse battery";

  private PasswordHashContract() {}

  static Contract<PasswordHasher> any() {
    return Contract.of(
        Contract.ANY, rightPasswordOnly(), freshSalt(), nothingShows(), malformed(), damaged());
  }

  /// The form of RFC 9106 hashes, and hashes that others made.
  static Contract<PasswordHasher> argon2id() {
    return Contract.of("argon2id", phcForm(), vectors());
  }

  /// @param password hashed
  /// @param other tried beside it, and different
  record Attempt(String password, String other) {}

  private static Law<PasswordHasher, Attempt> rightPasswordOnly() {
    Arbitrary<Attempt> attempts =
        Arbitraries.of(
            new Attempt(RIGHT, "correct horse batterx"),
            new Attempt(RIGHT, "correct horse"),
            new Attempt(RIGHT, RIGHT + "!"),
            new Attempt(RIGHT, "Correct Horse Battery"),
            new Attempt(RIGHT, RIGHT + " "),
            new Attempt(RIGHT, ""),
            new Attempt("12345678a", "12345678b"),
            new Attempt("größe 🔑 schlüssel", "gr??e ? schl?ssel"));
    return Law.of(
        "lets the right password in and no other",
        attempts,
        it -> "hash \"" + it.password() + "\", then try it and \"" + it.other() + "\"",
        Once.each((hasher, it) -> {
          String hash = hasher.hash(it.password());
          if (!hasher.verify(it.password(), hash)) {
            throw new AssertionError("the right password was refused");
          }
          if (hasher.verify(it.other(), hash)) {
            throw new AssertionError("\"" + it.other() + "\" was let in");
          }
        }));
  }

  private static Arbitrary<String> passwords() {
    return Arbitraries.of(RIGHT, "12345678", "größe 🔑 schlüssel", "a".repeat(128));
  }

  private static Law<PasswordHasher, String> freshSalt() {
    return Law.of(
        "two hashes of one password differ",
        passwords(),
        it -> "hash \"" + it + "\" twice",
        Once.each((hasher, it) -> {
          if (hasher.hash(it).equals(hasher.hash(it))) {
            throw new AssertionError(
                "both are the same: who guesses one password of a stolen table has all that equal"
                    + " it");
          }
        }));
  }

  private static Law<PasswordHasher, String> nothingShows() {
    return Law.of(
        "a hash does not contain its password",
        passwords(),
        it -> "hash \"" + it + "\"",
        Once.each((hasher, it) -> {
          String hash = hasher.hash(it);
          String reversed = new StringBuilder(it).reverse().toString();
          if (hash.contains(it) || hash.contains(reversed)) {
            throw new AssertionError("it is there to read: " + hash);
          }
        }));
  }

  private static Law<PasswordHasher, String> malformed() {
    return Law.of(
        "a malformed hash is refused without an exception",
        Arbitraries.of("", " ", "$", "$$$$$", ":", RIGHT, "$argon2id$v=19$", "null", "🔑", "0"),
        it -> "verify \"" + RIGHT + "\" against the hash \"" + it + "\"",
        Once.each((hasher, it) -> {
          if (hasher.verify(RIGHT, it)) {
            throw new AssertionError("it was let in");
          }
        }));
  }

  private static Law<PasswordHasher, Integer> damaged() {
    return Law.of(
        "a hash cut short is refused without an exception",
        Arbitraries.of(1, 2, 4, 8, 16, 30),
        it -> "hash \"" + RIGHT + "\", cut " + it + " characters off, verify",
        Once.each((hasher, it) -> {
          String hash = hasher.hash(RIGHT);
          if (hasher.verify(RIGHT, hash.substring(0, Math.max(0, hash.length() - it)))) {
            throw new AssertionError("it was let in");
          }
        }));
  }

  private static Law<PasswordHasher, String> phcForm() {
    return Law.of(
        "writes the PHC string form",
        passwords(),
        it -> "hash \"" + it + "\"",
        Once.each((hasher, it) -> {
          String hash = hasher.hash(it);
          if (!hash.matches(
              "\\$argon2id\\$v=19\\$m=\\d+,t=\\d+,p=\\d+(\\$[A-Za-z0-9+/]{11,}){2}")) {
            throw new AssertionError("not $argon2id$v=19$m=…,t=…,p=…$salt$hash: " + hash);
          }
        }));
  }

  /// Of the reference implementation's tests (phc-winner-argon2), all with the password "password".
  private static Law<PasswordHasher, String> vectors() {
    return Law.of(
        "verifies hashes that the reference implementation made",
        Arbitraries.of(
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc"),
        it -> "verify \"password\" against " + it,
        Once.each((hasher, it) -> {
          if (!hasher.verify("password", it) || hasher.verify("Password", it)) {
            throw new AssertionError("computed something else");
          }
        }));
  }
}
