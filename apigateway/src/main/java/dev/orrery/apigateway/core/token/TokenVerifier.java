package dev.orrery.apigateway.core.token;

/// Judges bearer tokens. Thread-safe.
///
/// An implementation to be swapped in has a public constructor `(KeySource keys, TokenRules rules)`.
public interface TokenVerifier {
  /// @param token as it stood behind `Bearer `
  /// @param nowMillis since 1970
  /// @throws InvalidTokenException when it is not good, for whatever reason
  /// @throws KeysUnavailableException when nobody can say
  VerifiedToken verify(String token, long nowMillis)
      throws InvalidTokenException, KeysUnavailableException;
}
