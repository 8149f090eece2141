package dev.orrery.apigateway.core.token;

import java.util.Optional;

/// The public keys tokens may be signed with. Thread-safe.
public interface KeySource {
  /// The key of this id; empty when the issuer has no such key.
  ///
  /// @throws KeysUnavailableException when the issuer could not be asked, and never has been
  Optional<VerificationKey> find(String keyId) throws KeysUnavailableException;
}
