package dev.orrery.apigateway.lab.token;

import dev.orrery.apigateway.core.token.KeySource;
import dev.orrery.apigateway.core.token.TokenRules;
import dev.orrery.apigateway.core.token.VerificationKey;
import dev.orrery.apigateway.core.token.VerificationKey.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Tokens at fixed times: good ones, and for each thing that can be wrong with a token one that has
/// only that. Two keys are published, `k1` for ES256 and `k2` for EdDSA.
final class TokenCatalogue {
  /// From when on the tokens are valid, and until when, in seconds since 1970.
  static final long NOT_BEFORE = 1_800_000_000;

  static final long EXPIRES = NOT_BEFORE + 600;
  static final long SKEW_MILLIS = 2_000;
  static final TokenRules RULES = new TokenRules("https://issuer.test", "orrery", SKEW_MILLIS);

  private static final int SIGNATURE_BYTES = 64;
  private static final Signer K1 = new Signer("k1", Algorithm.ES256);
  private static final Signer K2 = new Signer("k2", Algorithm.ED_DSA);
  private static final Signer STRANGER = new Signer("k1", Algorithm.ES256);
  private static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"JWT\"}";
  private static final String ISSUER = "\"iss\":\"https://issuer.test\",";
  private static final String AUDIENCE = "\"aud\":\"orrery\",";
  private static final String SUBJECT = "\"sub\":\"7\",";
  private static final String ROLES = "\"roles\":[\"user\"],";
  private static final String FROM = "\"nbf\":" + NOT_BEFORE + ",";
  private static final String UNTIL = "\"exp\":" + EXPIRES;
  private static final String CLAIMS =
      "{" + ISSUER + AUDIENCE + SUBJECT + ROLES + FROM + UNTIL + "}";

  static final KeySource KEYS = keys(Map.of("k1", K1.publicKey(), "k2", K2.publicKey()));
  static final List<Sample> GOOD = good();
  static final List<Sample> BAD = bad();

  /// Good and bad ones that a hasty memory takes for each other: the same claims, other signatures.
  static final List<Sample> ALIKE = alike();

  private TokenCatalogue() {}

  /// @param name what is special, or wrong, about it
  /// @param good whether it is good between its times
  /// @param roles of a good one
  record Sample(String name, String token, boolean good, Set<String> roles) {}

  private static KeySource keys(Map<String, VerificationKey> byId) {
    return id -> Optional.ofNullable(byId.get(id));
  }

  private static Sample good(String name, String token, String... roles) {
    return new Sample(name, token, true, Set.of(roles));
  }

  private static List<Sample> good() {
    return List.of(
        good("signed in ES256", K1.sign(HEADER, CLAIMS), "user"),
        good("signed in EdDSA", K2.sign("{\"alg\":\"EdDSA\",\"kid\":\"k2\"}", CLAIMS), "user"),
        good(
            "of type at+jwt",
            K1.sign("{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"at+jwt\"}", CLAIMS),
            "user"),
        good(
            "for several audiences",
            K1.sign(HEADER, CLAIMS.replace("\"orrery\"", "[\"else\",\"orrery\"]")),
            "user"),
        good("without roles", K1.sign(HEADER, CLAIMS.replace(ROLES, ""))),
        good(
            "of an admin",
            K1.sign(HEADER, CLAIMS.replace("[\"user\"]", "[\"user\",\"admin\"]")),
            "user",
            "admin"),
        good(
            "with claims nobody knows",
            K1.sign(HEADER, CLAIMS.replace(FROM, FROM + "\"color\":{\"red\":[1]},")),
            "user"));
  }

  private static List<Sample> bad() {
    String right = K1.sign(HEADER, CLAIMS);
    String signature = right.substring(right.lastIndexOf('.') + 1);
    String admin = Signer.encode(CLAIMS.replace("[\"user\"]", "[\"admin\"]"));
    List<Sample> bad = new ArrayList<>();
    bad(bad, "alg none, unsigned", Signer.encode("{\"alg\":\"none\"}") + "." + admin + ".");
    bad(
        bad,
        "alg none, with a key id",
        Signer.encode("{\"alg\":\"none\",\"kid\":\"k1\"}") + "." + admin + ".");
    bad(bad, "HS256 with the public key for a secret", confused());
    bad(
        bad,
        "another algorithm than its key's",
        K1.sign("{\"alg\":\"EdDSA\",\"kid\":\"k1\"}", CLAIMS));
    bad(bad, "signed by a stranger's key", STRANGER.sign(HEADER, CLAIMS));
    bad(bad, "an unknown key id", K1.sign(HEADER.replace("k1", "k9"), CLAIMS));
    bad(bad, "no key id", K1.sign("{\"alg\":\"ES256\"}", CLAIMS));
    bad(
        bad,
        "other claims than were signed",
        Signer.encode(HEADER) + "." + admin + "." + signature);
    bad(
        bad,
        "a signature of zeros",
        Signer.encode(HEADER) + "." + admin + "." + Signer.encode(new byte[SIGNATURE_BYTES]));
    bad(bad, "its signature left out", right.substring(0, right.lastIndexOf('.') + 1));
    bad(bad, "its signature cut", right.substring(0, right.length() - 4));
    bad(bad, "no expiry", K1.sign(HEADER, CLAIMS.replace("," + UNTIL, "")));
    bad(
        bad,
        "an expiry that is no time",
        K1.sign(HEADER, CLAIMS.replace(UNTIL, "\"exp\":\"tomorrow\"")));
    bad(bad, "another audience", K1.sign(HEADER, CLAIMS.replace("\"orrery\"", "\"orrery2\"")));
    bad(bad, "no audience", K1.sign(HEADER, CLAIMS.replace(AUDIENCE, "")));
    bad(bad, "another issuer", K1.sign(HEADER, CLAIMS.replace("issuer.test", "issuer.test.evil")));
    bad(bad, "no issuer", K1.sign(HEADER, CLAIMS.replace(ISSUER, "")));
    bad(bad, "no subject", K1.sign(HEADER, CLAIMS.replace(SUBJECT, "")));
    bad(
        bad,
        "a critical extension nobody knows",
        K1.sign(HEADER.replace("}", ",\"crit\":[\"x\"],\"x\":1}"), CLAIMS));
    bad(bad, "claims that are no JSON", K1.sign(HEADER, "sub=7"));
    bad(bad, "nothing of a token", "abc");
    bad(bad, "nothing at all", "");
    return List.copyOf(bad);
  }

  private static List<Sample> alike() {
    List<Sample> alike = new ArrayList<>(GOOD.subList(0, 2));
    BAD.stream()
        .filter(sample -> sample.name().contains("stranger") || sample.name().contains("cut"))
        .forEach(alike::add);
    return List.copyOf(alike);
  }

  private static void bad(List<Sample> all, String name, String token) {
    all.add(new Sample(name, token, false, Set.of()));
  }

  /// What a verifier takes for good that lets the token choose the algorithm: everybody has the
  /// public key, and so can make its HMAC (RFC 8725 §2.1).
  private static String confused() {
    String signed = Signer.encode(HEADER.replace("ES256", "HS256")) + "." + Signer.encode(CLAIMS);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(K1.publicKey().key().getEncoded(), "HmacSHA256"));
      return signed + "." + Signer.encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // every Java has it
    }
  }
}
