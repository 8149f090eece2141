package dev.orrery.apigateway.lab.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.orrery.apigateway.core.token.InvalidTokenException;
import dev.orrery.apigateway.core.token.KeySource;
import dev.orrery.apigateway.core.token.KeysUnavailableException;
import dev.orrery.apigateway.core.token.TokenRules;
import dev.orrery.apigateway.core.token.TokenVerifier;
import dev.orrery.apigateway.core.token.VerificationKey;
import dev.orrery.apigateway.core.token.VerifiedToken;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.text.ParseException;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A verifier that leaves out one check, or takes a token at its word.
///
/// @param mistake the one it makes
record CarelessVerifier(KeySource keys, TokenRules rules, Mistake mistake)
    implements TokenVerifier {
  enum Mistake {
    BELIEVES_ALGORITHM,
    SKIPS_SIGNATURE,
    SKIPS_EXPIRY,
    SKIPS_NOT_BEFORE,
    SKIPS_AUDIENCE,
    SKIPS_ISSUER,
    SKIPS_SKEW,
    SKIPS_CRITICAL,
    TAKES_NO_KEYS_FOR_NO
  }

  @Override
  public VerifiedToken verify(String token, long nowMillis)
      throws InvalidTokenException, KeysUnavailableException {
    try {
      JWT parsed = JWTParser.parse(token);
      if (parsed instanceof SignedJWT signed) {
        checkSignature(signed);
      } else {
        demand(parsed instanceof PlainJWT && mistake == Mistake.BELIEVES_ALGORITHM, "unsigned");
      }
      return judge(parsed.getJWTClaimsSet(), nowMillis);
    } catch (ParseException | IllegalArgumentException malformed) {
      throw new InvalidTokenException("malformed");
    } catch (GeneralSecurityException | JOSEException wrong) {
      throw new InvalidTokenException("wrong signature");
    } catch (KeysUnavailableException none) {
      if (mistake == Mistake.TAKES_NO_KEYS_FOR_NO) {
        throw new InvalidTokenException("unknown key");
      }
      throw none;
    }
  }

  private void checkSignature(SignedJWT token)
      throws InvalidTokenException,
          KeysUnavailableException,
          GeneralSecurityException,
          JOSEException {
    demand(
        mistake == Mistake.SKIPS_CRITICAL || token.getHeader().getCriticalParams() == null,
        "unknown extension");
    String id = token.getHeader().getKeyID();
    demand(id != null, "no key");
    VerificationKey key = keys.find(id).orElseThrow(() -> new InvalidTokenException("unknown key"));
    if (mistake == Mistake.SKIPS_SIGNATURE) {
      return;
    }
    if (mistake == Mistake.BELIEVES_ALGORITHM
        && token.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)) {
      demand(token.verify(new MACVerifier(key.key().getEncoded())), "wrong signature");
      return;
    }
    demand(key.algorithm().jose().equals(token.getHeader().getAlgorithm().getName()), "algorithm");
    Signature signature = Signature.getInstance(key.algorithm().java());
    signature.initVerify(key.key());
    signature.update(token.getSigningInput());
    demand(signature.verify(token.getSignature().decode()), "wrong signature");
  }

  @SuppressWarnings("JavaUtilDate") // the library's claims are Dates
  private VerifiedToken judge(JWTClaimsSet claims, long nowMillis)
      throws InvalidTokenException, ParseException {
    long skew = mistake == Mistake.SKIPS_SKEW ? 0 : rules.skewMillis();
    Date expires = claims.getExpirationTime();
    demand(expires != null, "no expiry");
    long end = expires.getTime() + skew;
    demand(mistake == Mistake.SKIPS_EXPIRY || nowMillis < end, "expired");
    Date from = claims.getNotBeforeTime();
    demand(
        mistake == Mistake.SKIPS_NOT_BEFORE || from == null || nowMillis >= from.getTime() - skew,
        "not valid yet");
    demand(
        mistake == Mistake.SKIPS_AUDIENCE || claims.getAudience().contains(rules.audience()),
        "audience");
    demand(mistake == Mistake.SKIPS_ISSUER || rules.issuer().equals(claims.getIssuer()), "issuer");
    String subject = claims.getSubject();
    demand(subject != null, "no user");
    List<String> roles = claims.getStringListClaim("roles");
    return new VerifiedToken(subject, roles == null ? Set.of() : new HashSet<>(roles), end);
  }

  private static void demand(boolean holds, String otherwise) throws InvalidTokenException {
    if (!holds) {
      throw new InvalidTokenException(otherwise);
    }
  }
}
