package dev.orrery.apigateway.lab.token;

import dev.orrery.apigateway.core.token.InvalidTokenException;
import dev.orrery.apigateway.core.token.KeysUnavailableException;
import dev.orrery.apigateway.core.token.SignatureVerifier;
import dev.orrery.apigateway.core.token.TokenVerifier;
import dev.orrery.apigateway.core.token.VerifiedToken;
import dev.orrery.apigateway.lab.token.CarelessVerifier.Mistake;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.WrongTwin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Verifiers with one mistake each, most of them once found in a library that was in use.
final class TokenVerifierTwins {
  private TokenVerifierTwins() {}

  static List<WrongTwin<TokenVerifierFactory>> all() {
    return List.of(
        careless(
            "believes-the-token",
            "lets the token say which algorithm it is signed in, none and HS256 included",
            Mistake.BELIEVES_ALGORITHM),
        careless("unsigned", "reads the claims and checks no signature", Mistake.SKIPS_SIGNATURE),
        careless("immortal", "takes tokens after they have expired", Mistake.SKIPS_EXPIRY),
        careless("impatient", "takes tokens before they are valid", Mistake.SKIPS_NOT_BEFORE),
        careless("any-audience", "takes tokens made for another", Mistake.SKIPS_AUDIENCE),
        careless("any-issuer", "takes tokens made by another", Mistake.SKIPS_ISSUER),
        careless(
            "exact-clock", "wants the issuer's clock to be equal to its own", Mistake.SKIPS_SKEW),
        careless(
            "ignores-critical",
            "passes over an extension that the token says must be understood",
            Mistake.SKIPS_CRITICAL),
        careless(
            "keyless-no",
            "calls a token invalid because no keys could be had",
            Mistake.TAKES_NO_KEYS_FOR_NO),
        remembering(
            "remembers-forever",
            "remembers a good token and never looks at it again",
            token -> token),
        remembering(
            "remembers-claims",
            "remembers a good token without its signature, and takes the claims with any",
            token -> token.substring(0, Math.max(0, token.lastIndexOf('.')))));
  }

  private static WrongTwin<TokenVerifierFactory> careless(
      String name, String mistake, Mistake made) {
    return new WrongTwin<>(
        name, mistake, Contract.ANY, (keys, rules) -> new CarelessVerifier(keys, rules, made));
  }

  private static WrongTwin<TokenVerifierFactory> remembering(
      String name, String mistake, UnaryOperator<String> key) {
    return new WrongTwin<>(
        name,
        mistake,
        Contract.ANY,
        (keys, rules) -> new Remembering(new SignatureVerifier(keys, rules), key, new HashMap<>()));
  }

  private record Remembering(
      TokenVerifier verifier, UnaryOperator<String> key, Map<String, VerifiedToken> known)
      implements TokenVerifier {
    @Override
    public VerifiedToken verify(String token, long nowMillis)
        throws InvalidTokenException, KeysUnavailableException {
      VerifiedToken remembered = known.get(key.apply(token));
      if (remembered != null) {
        return remembered;
      }
      VerifiedToken verified = verifier.verify(token, nowMillis);
      known.put(key.apply(token), verified);
      return verified;
    }
  }
}
