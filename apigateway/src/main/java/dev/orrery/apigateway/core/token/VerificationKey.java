package dev.orrery.apigateway.core.token;

import java.security.PublicKey;

/// A public key, and the one algorithm it is for: a token does not choose the algorithm its signature
/// is checked with (RFC 8725 §3.1).
///
/// @param id its `kid`
/// @param algorithm ES256 or EdDSA
/// @param key for P-256, or for Ed25519
public record VerificationKey(String id, Algorithm algorithm, PublicKey key) {
  /// Algorithms by their JOSE name (RFC 7518, RFC 8037), with the name Java has for each.
  public enum Algorithm {
    ES256("ES256", "SHA256withECDSAinP1363Format"),
    ED_DSA("EdDSA", "Ed25519");

    private final String jose;
    private final String java;

    Algorithm(String jose, String java) {
      this.jose = jose;
      this.java = java;
    }

    public String jose() {
      return jose;
    }

    public String java() {
      return java;
    }
  }
}
