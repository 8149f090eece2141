package dev.orrery.apigateway.core.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers good tokens until they expire, the least recently seen going first when there are too
/// many. A signature costs two multiplications on a curve, a look-up one hash.
///
/// Kept under the SHA-256 of the token, so that the memory of the gateway holds none. A token that
/// is not good is never remembered: forgers would fill the table.
public final class CachingVerifier implements TokenVerifier {
  private static final float LOAD = 0.75f;

  private final TokenVerifier verifier;
  // Guarded by itself.
  private final Map<ByteBuffer, VerifiedToken> known;

  /// @param capacity tokens, at least 1
  public CachingVerifier(TokenVerifier verifier, int capacity) {
    this.verifier = verifier;
    this.known =
        new LinkedHashMap<>(16, LOAD, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<ByteBuffer, VerifiedToken> eldest) {
            return size() > capacity;
          }
        };
  }

  @Override
  public VerifiedToken verify(String token, long nowMillis)
      throws InvalidTokenException, KeysUnavailableException {
    ByteBuffer digest = digest(token);
    synchronized (known) {
      VerifiedToken remembered = known.get(digest);
      if (remembered != null && nowMillis < remembered.expiresMillis()) {
        return remembered;
      }
      known.remove(digest);
    }
    VerifiedToken verified = verifier.verify(token, nowMillis);
    synchronized (known) {
      known.put(digest, verified);
    }
    return verified;
  }

  private static ByteBuffer digest(String token) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
