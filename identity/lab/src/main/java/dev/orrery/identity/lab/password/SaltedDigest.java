package dev.orrery.identity.lab.password;

import dev.orrery.identity.core.password.PasswordHasher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Salted SHA-256: `<salt>:<digest>` in hexadecimal. It keeps the generic contract and is still no
/// way to keep passwords, because it is fast; here it is what the wrong twins are made from.
final class SaltedDigest implements PasswordHasher {
  private static final int SALT_BYTES = 16;
  private static final int LENGTH = 2 * SALT_BYTES + 1 + 64;

  private final SecureRandom random = new SecureRandom();

  @Override
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    String text = HexFormat.of().formatHex(salt);
    return text + ":" + digest(text + password);
  }

  @Override
  public boolean verify(String password, String hash) {
    return hash.length() == LENGTH
        && hash.substring(2 * SALT_BYTES)
            .equals(":" + digest(hash.substring(0, 2 * SALT_BYTES) + password));
  }

  static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
