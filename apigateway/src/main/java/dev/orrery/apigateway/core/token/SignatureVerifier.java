package dev.orrery.apigateway.core.token;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.text.ParseException;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Checks a token from scratch, in this order: form, header, key, signature, and only then what it
/// claims.
///
/// ```
///   eyJ…  .  eyJ…  .  MEU…
///   header   claims   signature over the first two, as they were sent
///   { alg: ES256, kid: k1 }   →  key k1, which is for ES256: the same, or the token is not good
/// ```
public final class SignatureVerifier implements TokenVerifier {
  private static final int MAXIMUM_LENGTH = 8 * 1024;
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

  private final KeySource keys;
  private final TokenRules rules;

  public SignatureVerifier(KeySource keys, TokenRules rules) {
    this.keys = keys;
    this.rules = rules;
  }

  @Override
  public VerifiedToken verify(String token, long nowMillis)
      throws InvalidTokenException, KeysUnavailableException {
    if (token.length() > MAXIMUM_LENGTH) {
      throw new InvalidTokenException("the token is longer than " + MAXIMUM_LENGTH);
    }
    try {
      SignedJWT parsed = SignedJWT.parse(token);
      checkSignature(parsed, keyFor(parsed.getHeader()));
      return judge(parsed.getJWTClaimsSet(), nowMillis);
    } catch (ParseException | IllegalArgumentException malformed) {
      throw new InvalidTokenException("the token is malformed");
    }
  }

  private VerificationKey keyFor(JWSHeader header)
      throws InvalidTokenException, KeysUnavailableException {
    if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
      throw new InvalidTokenException("the token wants an extension that is not known here");
    }
    if (header.getType() != null
        && !TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT))) {
      throw new InvalidTokenException("the token is no access token");
    }
    Optional<VerificationKey> key =
        header.getKeyID() == null ? Optional.empty() : keys.find(header.getKeyID());
    if (key.isEmpty()) {
      throw new InvalidTokenException("the token is signed with an unknown key");
    }
    if (!key.get().algorithm().jose().equals(header.getAlgorithm().getName())) {
      throw new InvalidTokenException("the token is signed with another algorithm than its key's");
    }
    return key.get();
  }

  private static void checkSignature(SignedJWT token, VerificationKey key)
      throws InvalidTokenException {
    Base64URL[] parts = token.getParsedParts();
    String signed = parts[0] + "." + parts[1];
    try {
      Signature signature = Signature.getInstance(key.algorithm().java());
      signature.initVerify(key.key());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      if (!signature.verify(parts[2].decode())) {
        throw new InvalidTokenException("the signature is wrong");
      }
    } catch (GeneralSecurityException wrong) {
      throw new InvalidTokenException("the signature is wrong");
    }
  }

  private VerifiedToken judge(JWTClaimsSet claims, long nowMillis)
      throws InvalidTokenException, ParseException {
    Date expires = claims.getExpirationTime();
    if (expires == null || nowMillis >= expires.getTime() + rules.skewMillis()) {
      throw new InvalidTokenException("the token has expired");
    }
    Date notBefore = claims.getNotBeforeTime();
    if (notBefore != null && nowMillis < notBefore.getTime() - rules.skewMillis()) {
      throw new InvalidTokenException("the token is not valid yet");
    }
    if (!rules.issuer().equals(claims.getIssuer())) {
      throw new InvalidTokenException("the token is from another issuer");
    }
    if (!claims.getAudience().contains(rules.audience())) {
      throw new InvalidTokenException("the token is for another audience");
    }
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty()) {
      throw new InvalidTokenException("the token names no user");
    }
    List<String> roles = claims.getStringListClaim("roles");
    return new VerifiedToken(
        subject,
        roles == null ? Set.of() : new HashSet<>(roles),
        expires.getTime() + rules.skewMillis());
  }
}
