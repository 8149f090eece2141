package dev.orrery.social.web;

import dev.orrery.primitives.ports.Time;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Sessions as signed cookies: `base64url(fields) . base64url(HMAC-SHA256(key, fields))`, the
/// fields joined by a character no field has. Thread-safe.
final class Sessions {
  static final String COOKIE = "orrery_session";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String SEPARATOR = "|";
  private static final int FIELDS = 5;
  private static final int ID_BYTES = 16;
  private static final int MAXIMUM_COOKIE = 2_048;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final SecretKeySpec key;
  private final Duration lifetime;
  private final Time time;
  private final SecureRandom random = new SecureRandom();

  /// @param secret known to all instances of the web tier and nobody else; the signing key is
  ///   derived from it
  Sessions(String secret, Duration lifetime, Time time) {
    byte[] derived =
        mac(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM), "web-session");
    this.key = new SecretKeySpec(derived, ALGORITHM);
    this.lifetime = lifetime;
    this.time = time;
  }

  Session anonymous() {
    return fresh("", "", "");
  }

  /// With a new id: a token or cookie planted before the log-in is worth nothing after it.
  Session loggedIn(String userId, String username, String refreshToken) {
    return fresh(userId, username, refreshToken);
  }

  private Session fresh(String userId, String username, String refreshToken) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return new Session(
        ENCODER.encodeToString(id),
        userId,
        username,
        refreshToken,
        time.wallMillis() + lifetime.toMillis());
  }

  /// The cookie's value.
  String sign(Session session) {
    String fields =
        String.join(
            SEPARATOR,
            session.id(),
            session.userId(),
            session.username(),
            session.refreshToken(),
            String.valueOf(session.expiresMillis()));
    return ENCODER.encodeToString(fields.getBytes(StandardCharsets.UTF_8))
        + "."
        + ENCODER.encodeToString(mac(key, fields));
  }

  /// The session a cookie's value stands for; empty when it is malformed, tampered with or expired.
  Optional<Session> verify(String cookie) {
    int dot = cookie.indexOf('.');
    if (dot < 0 || cookie.length() > MAXIMUM_COOKIE) {
      return Optional.empty();
    }
    try {
      String fields =
          new String(
              Base64.getUrlDecoder().decode(cookie.substring(0, dot)), StandardCharsets.UTF_8);
      byte[] signature = Base64.getUrlDecoder().decode(cookie.substring(dot + 1));
      if (!MessageDigest.isEqual(signature, mac(key, fields))) {
        return Optional.empty();
      }
      String[] parts = fields.split("\\|", -1);
      if (parts.length != FIELDS || Long.parseLong(parts[4]) <= time.wallMillis()) {
        return Optional.empty();
      }
      return Optional.of(
          new Session(parts[0], parts[1], parts[2], parts[3], Long.parseLong(parts[4])));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// The session of a Cookie header, which may hold others.
  Optional<Session> ofHeader(String header) {
    for (String pair : header.split(";")) {
      String trimmed = pair.strip();
      if (trimmed.startsWith(COOKIE + "=")) {
        String value = trimmed.substring(COOKIE.length() + 1);
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return verify(quoted ? value.substring(1, value.length() - 1) : value); // RFC 6265 §4.1.1
      }
    }
    return Optional.empty();
  }

  /// The Set-Cookie header for a session.
  String setCookie(Session session) {
    return COOKIE
        + "="
        + sign(session)
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + lifetime.toSeconds();
  }

  /// What every form of this session carries.
  String formToken(Session session) {
    return ENCODER.encodeToString(mac(key, "form " + session.id()));
  }

  boolean formTokenIsGood(Session session, String token) {
    return MessageDigest.isEqual(
        formToken(session).getBytes(StandardCharsets.US_ASCII),
        token.getBytes(StandardCharsets.UTF_8));
  }

  /// Of one form on one page.
  String formNonce() {
    byte[] nonce = new byte[ID_BYTES];
    random.nextBytes(nonce);
    return ENCODER.encodeToString(nonce);
  }

  /// The idempotency key of a post: the same when a form is sent again as it was, another when its
  /// text was changed in between. Empty for a form without a nonce.
  String postKey(String formNonce, String text) {
    return formNonce.isEmpty() ? "" : ENCODER.encodeToString(mac(key, formNonce + "\n" + text));
  }

  private static byte[] mac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
