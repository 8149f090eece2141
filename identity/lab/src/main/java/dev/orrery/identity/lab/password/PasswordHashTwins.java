package dev.orrery.identity.lab.password;

import dev.orrery.identity.core.password.PasswordHasher;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;

/// Hashers that are wrong in one place each; but for that they are [SaltedDigest].
final class PasswordHashTwins {
  private static final int OLD_CRYPT_LENGTH = 8;
  private static final int SALT_CHARACTERS = 32;
  private static final PasswordHasher SOUND = new SaltedDigest();

  private PasswordHashTwins() {}

  /// A hasher made of two lambdas.
  private record Twin(UnaryOperator<String> hashing, BiPredicate<String, String> verifying)
      implements PasswordHasher {
    @Override
    public String hash(String password) {
      return hashing.apply(password);
    }

    @Override
    public boolean verify(String password, String hash) {
      return verifying.test(password, hash);
    }
  }

  static List<WrongTwin<PasswordHasher>> all() {
    return List.of(
        twin(
            "no-salt",
            "hashes without a salt: equal passwords have equal hashes",
            SaltedDigest::digest,
            (password, hash) -> SaltedDigest.digest(password).equals(hash)),
        twin(
            "plain-text",
            "stores the password itself behind a salt",
            password -> SOUND.hash(password).substring(0, SALT_CHARACTERS) + ":" + password,
            (password, hash) ->
                hash.length() > SALT_CHARACTERS
                    && hash.substring(SALT_CHARACTERS).equals(":" + password)),
        twin(
            "prefix",
            "lets in whatever begins with the password",
            password -> password.length() + ":" + SOUND.hash(password),
            PasswordHashTwins::prefixVerifies),
        twin(
            "empty-hash",
            "lets anybody into an account without a hash",
            SOUND::hash,
            (password, hash) -> hash.isEmpty() || SOUND.verify(password, hash)),
        changing(
            "first-eight",
            "looks at the first eight characters only, as crypt(3) once did",
            password -> password.substring(0, Math.min(OLD_CRYPT_LENGTH, password.length()))),
        changing(
            "any-case",
            "takes capital and small letters for the same",
            password -> password.toLowerCase(Locale.ROOT)),
        changing("trimming", "cuts blanks off the password's ends", String::strip),
        twin(
            "throwing",
            "throws at a hash that it cannot read",
            SOUND::hash,
            (password, hash) -> {
              if (!hash.contains(":")) {
                throw new IllegalArgumentException("no hash: " + hash);
              }
              return SOUND.verify(password, hash);
            }),
        twin(
            "short-compare",
            "compares as many characters as the stored hash happens to have",
            SOUND::hash,
            (password, hash) ->
                hash.length() > SALT_CHARACTERS
                    && (":" + SaltedDigest.digest(hash.substring(0, SALT_CHARACTERS) + password))
                        .startsWith(hash.substring(SALT_CHARACTERS))),
        new WrongTwin<>("not-argon2", "calls itself Argon2id and is a digest", "argon2id", SOUND));
  }

  private static boolean prefixVerifies(String password, String hash) {
    int colon = hash.indexOf(':');
    if (colon < 1 || !hash.substring(0, colon).matches("\\d{1,4}")) {
      return false;
    }
    int length = Math.min(Integer.parseInt(hash.substring(0, colon)), password.length());
    return SOUND.verify(password.substring(0, length), hash.substring(colon + 1));
  }

  private static WrongTwin<PasswordHasher> changing(
      String name, String mistake, UnaryOperator<String> change) {
    return twin(
        name,
        mistake,
        password -> SOUND.hash(change.apply(password)),
        (password, hash) -> SOUND.verify(change.apply(password), hash));
  }

  private static WrongTwin<PasswordHasher> twin(
      String name,
      String mistake,
      UnaryOperator<String> hashing,
      BiPredicate<String, String> verifying) {
    return new WrongTwin<>(name, mistake, Contract.ANY, new Twin(hashing, verifying));
  }
}
