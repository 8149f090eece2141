package dev.orrery.identity.core.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.orrery.identity.core.account.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/// Issues access tokens: JWTs signed with ES256, the signing key named in `kid`. Thread-safe.
///
/// ```
///   { "alg": "ES256", "kid": "…" }
///   { "iss": …, "aud": "orrery", "sub": "<account id>", "preferred_username": …, "roles": […], "iat", "nbf", "exp", "jti" }
/// ```
public final class AccessTokens {
  public static final String ISSUER = "https://identity.orrery.test";
  public static final String AUDIENCE = "orrery";

  private final ECKey current;
  private final ECDSASigner signer;
  private final JWKSet published;
  private final Duration life;

  /// @param keys newest first; the first signs, all are published, so that tokens signed before a
  ///   rotation stay good
  public AccessTokens(List<ECKey> keys, Duration life) {
    this.current = keys.getFirst();
    this.published = new JWKSet(List.copyOf(keys)).toPublicJWKSet();
    this.life = life;
    try {
      this.signer = new ECDSASigner(current);
    } catch (JOSEException unusable) {
      throw new IllegalArgumentException("not a P-256 signing key", unusable);
    }
  }

  /// @param nowMillis since 1970
  public String issue(Account account, long nowMillis) {
    Date now = Date.from(Instant.ofEpochMilli(nowMillis));
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .audience(AUDIENCE)
            .subject(String.valueOf(account.id()))
            .claim("preferred_username", account.username())
            .claim("roles", List.copyOf(account.roles()))
            .issueTime(now)
            .notBeforeTime(now)
            .expirationTime(Date.from(Instant.ofEpochMilli(nowMillis).plus(life)))
            .jwtID(UUID.randomUUID().toString())
            .build();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(current.getKeyID())
                .type(JOSEObjectType.JWT)
                .build(),
            claims);
    try {
      token.sign(signer);
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
    return token.serialize();
  }

  public Duration life() {
    return life;
  }

  /// The public keys as a JWK Set (RFC 7517 §5).
  public String jwks() {
    return published.toString(true);
  }
}
