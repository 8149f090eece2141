package dev.orrery.apigateway.lab.token;

import dev.orrery.apigateway.core.token.KeySource;
import dev.orrery.apigateway.core.token.SignatureVerifier;
import dev.orrery.apigateway.core.token.TokenRules;
import dev.orrery.apigateway.core.token.TokenVerifier;
import dev.orrery.primitives.lab.Implementation;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.SwapPoint;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.List;
import java.util.Map;

/// Swap point `apigateway.token-verifier`.
public final class TokenVerifierSwapPoint implements SwapPoint<TokenVerifierFactory> {
  @Override
  public String name() {
    return "apigateway.token-verifier";
  }

  @Override
  public String summary() {
    return "whether a bearer token is good, and for whom";
  }

  @Override
  public Class<?> type() {
    return TokenVerifier.class;
  }

  @Override
  public String constructor() {
    return "a public constructor (KeySource keys, TokenRules rules)";
  }

  @Override
  public TokenVerifierFactory instantiate(Class<?> implementation)
      throws ReflectiveOperationException {
    Implementation<TokenVerifier> verifier =
        Implementation.of(implementation, TokenVerifier.class, KeySource.class, TokenRules.class);
    return verifier::create;
  }

  @Override
  public Contract<TokenVerifierFactory> contract() {
    return TokenVerifierContract.any();
  }

  @Override
  public Map<String, Contract<TokenVerifierFactory>> named() {
    return Map.of();
  }

  @Override
  public Map<String, TokenVerifierFactory> builtIns() {
    return Map.of("signature", SignatureVerifier::new);
  }

  @Override
  public List<WrongTwin<TokenVerifierFactory>> wrongTwins() {
    return TokenVerifierTwins.all();
  }
}
