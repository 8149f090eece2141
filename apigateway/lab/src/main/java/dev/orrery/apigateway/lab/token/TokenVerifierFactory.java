package dev.orrery.apigateway.lab.token;

import dev.orrery.apigateway.core.token.KeySource;
import dev.orrery.apigateway.core.token.TokenRules;
import dev.orrery.apigateway.core.token.TokenVerifier;

/// Makes what is judged: a fresh verifier for each case.
@FunctionalInterface
public interface TokenVerifierFactory {
  TokenVerifier create(KeySource keys, TokenRules rules);
}
