package dev.orrery.identity.core.refresh;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// A refresh token as its holder sees it: `<family>.<secret>`, 128 and 256 random bits in
/// Base64url. Only the secret's hash is stored; a plain SHA-256 serves, since a random secret
/// cannot be guessed from it.
///
/// @param familyId names the family
/// @param secret known to the holder alone
public record RefreshToken(String familyId, String secret) {
  private static final int FAMILY_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{43})");
  private static final SecureRandom RANDOM = new SecureRandom();

  public static RefreshToken firstOfFamily() {
    return new RefreshToken(random(FAMILY_BYTES), random(SECRET_BYTES));
  }

  public RefreshToken next() {
    return new RefreshToken(familyId, random(SECRET_BYTES));
  }

  /// Empty when `text` is not of the form.
  public static Optional<RefreshToken> parse(String text) {
    var parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new RefreshToken(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  public String text() {
    return familyId + "." + secret;
  }

  public String hash() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String random(int bytes) {
    byte[] value = new byte[bytes];
    RANDOM.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  /// Never shows the secret.
  @Override
  public String toString() {
    return "RefreshToken[" + familyId + "…]";
  }
}
