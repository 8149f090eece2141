package dev.orrery.apigateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An identity that also issues what it never should.
final class Tokens {
  final ECKey key = generate("k1");
  final ECKey stranger = generate("k1");

  static ECKey generate(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String jwks() {
    return new JWKSet(key).toString(true);
  }

  static JWTClaimsSet.Builder claims(String subject, String... roles) {
    long now = System.currentTimeMillis();
    return new JWTClaimsSet.Builder()
        .issuer("https://identity.orrery.test")
        .audience("orrery")
        .subject(subject)
        .claim("roles", List.of(roles))
        .notBeforeTime(new Date(now - 1_000))
        .expirationTime(new Date(now + 60_000));
  }

  String good(String subject, String... roles) {
    return sign(key, header("k1").build(), claims(subject, roles).build());
  }

  private static JWSHeader.Builder header(String keyId) {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).type(JOSEObjectType.JWT);
  }

  private static String sign(ECKey by, JWSHeader header, JWTClaimsSet claims) {
    try {
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new ECDSASigner(by));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Tokens that are not good, by what is wrong with each.
  Map<String, String> bad() throws JOSEException {
    long now = System.currentTimeMillis();
    Map<String, String> bad = new LinkedHashMap<>();
    bad.put("alg none", new PlainJWT(claims("7").build()).serialize());
    SignedJWT confused =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k1").build(), claims("7").build());
    confused.sign(new MACSigner(key.toECPublicKey().getEncoded()));
    bad.put("HS256 with the public key as secret", confused.serialize());
    bad.put("signed by another key", sign(stranger, header("k1").build(), claims("7").build()));
    bad.put("unknown key", sign(stranger, header("k9").build(), claims("7").build()));
    bad.put("no key id", sign(key, new JWSHeader(JWSAlgorithm.ES256), claims("7").build()));
    bad.put(
        "expired",
        sign(key, header("k1").build(), claims("7").expirationTime(new Date(now - 10_000)).build()));
    bad.put(
        "never expires", sign(key, header("k1").build(), claims("7").expirationTime(null).build()));
    bad.put(
        "not valid yet",
        sign(key, header("k1").build(), claims("7").notBeforeTime(new Date(now + 30_000)).build()));
    bad.put("other audience", sign(key, header("k1").build(), claims("7").audience("else").build()));
    bad.put("no audience", sign(key, header("k1").build(), claims("7").audience((String) null).build()));
    bad.put("other issuer", sign(key, header("k1").build(), claims("7").issuer("https://x").build()));
    bad.put("no subject", sign(key, header("k1").build(), claims("7").subject(null).build()));
    bad.put(
        "unknown critical header",
        sign(
            key,
            header("k1").criticalParams(Set.of("exp-strict")).customParam("exp-strict", 1).build(),
            claims("7").build()));
    String good = good("7");
    bad.put("cut", good.substring(0, good.length() - 4));
    bad.put("signature left out", good.substring(0, good.lastIndexOf('.') + 1));
    bad.put("no token at all", "abc");
    bad.put("other claims", tampered(good));
    return bad;
  }

  private static String tampered(String good) {
    String[] parts = good.split("\\.", -1);
    String other = claims("8", "admin").build().toPayload().toBase64URL().toString();
    return parts[0] + "." + other + "." + parts[2];
  }
}
