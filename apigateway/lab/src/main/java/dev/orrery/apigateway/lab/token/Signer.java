package dev.orrery.apigateway.lab.token;

import dev.orrery.apigateway.core.token.VerificationKey;
import dev.orrery.apigateway.core.token.VerificationKey.Algorithm;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// An issuer's key pair, which signs whatever it is given, also what no issuer should.
final class Signer {
  private final String id;
  private final Algorithm algorithm;
  private final KeyPair pair;

  Signer(String id, Algorithm algorithm) {
    this.id = id;
    this.algorithm = algorithm;
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(algorithm == Algorithm.ES256 ? "EC" : "Ed25519");
      if (algorithm == Algorithm.ES256) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      this.pair = generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // both come with Java
    }
  }

  VerificationKey publicKey() {
    return new VerificationKey(id, algorithm, pair.getPublic());
  }

  /// A token of this header and these claims, both JSON, signed in the key's own algorithm.
  String sign(String header, String claims) {
    String signed = encode(header) + "." + encode(claims);
    try {
      Signature signature = Signature.getInstance(algorithm.java());
      signature.initSign(pair.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encode(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
