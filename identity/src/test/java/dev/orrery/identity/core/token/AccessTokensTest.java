package dev.orrery.identity.core.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.orrery.identity.core.account.Account;
import dev.orrery.testkit.disk.CrashDisk;
import dev.orrery.testkit.disk.SimulatedCrash;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Tokens and keys as an outside verifier sees them: Nimbus, with the published keys and nothing
/// else.
class AccessTokensTest {
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final Account ADA =
      new Account(42, "ada", "Ada", Optional.empty(), new TreeSet<>(Set.of("user", "admin")), 0);

  AccessTokensTest() {}

  private static JWTClaimsSet verify(String token, String jwks) throws Exception {
    DefaultJWTProcessor<SecurityContext> verifier = new DefaultJWTProcessor<>();
    verifier.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.ES256, new ImmutableJWKSet<>(JWKSet.parse(jwks))));
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            AccessTokens.AUDIENCE,
            new JWTClaimsSet.Builder().issuer(AccessTokens.ISSUER).build(),
            Set.of("sub", "preferred_username", "roles", "iat", "nbf", "exp", "jti"));
    claims.setMaxClockSkew(0);
    verifier.setJWTClaimsSetVerifier(claims);
    return verifier.process(token, null);
  }

  @Test
  void anOutsideVerifierTakesTheTokenWithThePublishedKeysAlone() throws Exception {
    AccessTokens tokens = new AccessTokens(List.of(SigningKeys.generate()), LIFE);
    long now = System.currentTimeMillis() / 1_000 * 1_000;
    JWTClaimsSet claims = verify(tokens.issue(ADA, now), tokens.jwks());
    assertThat(claims.getSubject()).isEqualTo("42");
    assertThat(claims.getStringClaim("preferred_username")).isEqualTo("ada");
    assertThat(claims.getStringListClaim("roles")).containsExactly("admin", "user");
    assertThat(claims.getIssueTime()).hasTime(now);
    assertThat(claims.getNotBeforeTime()).hasTime(now);
    assertThat(claims.getExpirationTime()).hasTime(now + LIFE.toMillis());
  }

  @Test
  void theHeaderNamesAPublishedKeyByItsThumbprint() throws Exception {
    AccessTokens tokens = new AccessTokens(List.of(SigningKeys.generate()), LIFE);
    SignedJWT token = SignedJWT.parse(tokens.issue(ADA, 0));
    assertThat(token.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
    JWK key = JWKSet.parse(tokens.jwks()).getKeyByKeyId(token.getHeader().getKeyID());
    assertThat(key.computeThumbprint().toString()).isEqualTo(token.getHeader().getKeyID());
    assertThat(key.isPrivate()).isFalse();
    assertThat(tokens.jwks()).doesNotContain("\"d\"");
  }

  @Test
  void anExpiredOneAndOneOfTheFutureAreRefused() {
    AccessTokens tokens = new AccessTokens(List.of(SigningKeys.generate()), LIFE);
    long now = System.currentTimeMillis();
    String expired = tokens.issue(ADA, now - LIFE.toMillis() - 1_000);
    String early = tokens.issue(ADA, now + 60_000);
    assertThatThrownBy(() -> verify(expired, tokens.jwks())).isInstanceOf(BadJOSEException.class);
    assertThatThrownBy(() -> verify(early, tokens.jwks())).isInstanceOf(BadJOSEException.class);
  }

  @Test
  void anotherServersKeysDoNotServe() {
    AccessTokens ours = new AccessTokens(List.of(SigningKeys.generate()), LIFE);
    AccessTokens others = new AccessTokens(List.of(SigningKeys.generate()), LIFE);
    String token = ours.issue(ADA, System.currentTimeMillis());
    assertThatThrownBy(() -> verify(token, others.jwks())).isInstanceOf(BadJOSEException.class);
  }

  @Test
  void tokensSignedBeforeAKeyRotationStayGood() throws Exception {
    ECKey old = SigningKeys.generate();
    String token = new AccessTokens(List.of(old), LIFE).issue(ADA, System.currentTimeMillis());
    AccessTokens rotated = new AccessTokens(List.of(SigningKeys.generate(), old), LIFE);
    assertThat(verify(token, rotated.jwks()).getSubject()).isEqualTo("42");
    assertThat(verify(rotated.issue(ADA, System.currentTimeMillis()), rotated.jwks())).isNotNull();
  }

  @Test
  void twoTokensOfOneMomentDiffer() throws Exception {
    AccessTokens tokens = new AccessTokens(List.of(SigningKeys.generate()), LIFE);
    assertThat(SignedJWT.parse(tokens.issue(ADA, 5)).getJWTClaimsSet().getJWTID())
        .isNotEqualTo(SignedJWT.parse(tokens.issue(ADA, 5)).getJWTClaimsSet().getJWTID());
  }

  @Test
  void theKeysOutliveAPowerCutAtAnyOperation() throws Exception {
    for (int operation = 1; operation <= 12; operation++) {
      CrashDisk disk = new CrashDisk(operation);
      Optional<List<ECKey>> handedOut = Optional.empty();
      disk.crashAfter(operation);
      try {
        handedOut = Optional.of(SigningKeys.in(disk));
      } catch (SimulatedCrash cut) {
        // what was not handed out may be lost
      }
      CrashDisk after = disk.crash();
      List<ECKey> found = SigningKeys.in(after);
      assertThat(found).hasSize(1);
      handedOut.ifPresent(keys -> assertThat(found).isEqualTo(keys));
      assertThat(SigningKeys.in(after)).isEqualTo(found);
    }
  }

  @Test
  void aDamagedKeyFileIsReportedByName() throws Exception {
    CrashDisk disk = new CrashDisk(1);
    SigningKeys.in(disk);
    disk.flipBit("signing-keys.json", 0, 1);
    assertThatThrownBy(() -> SigningKeys.in(disk))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("signing-keys.json");
  }
}
