package dev.orrery.apigateway.lab.token;

import static dev.orrery.apigateway.lab.token.TokenCatalogue.EXPIRES;
import static dev.orrery.apigateway.lab.token.TokenCatalogue.NOT_BEFORE;
import static dev.orrery.apigateway.lab.token.TokenCatalogue.SKEW_MILLIS;

import dev.orrery.apigateway.core.token.InvalidTokenException;
import dev.orrery.apigateway.core.token.KeySource;
import dev.orrery.apigateway.core.token.KeysUnavailableException;
import dev.orrery.apigateway.core.token.TokenVerifier;
import dev.orrery.apigateway.core.token.VerifiedToken;
import dev.orrery.apigateway.lab.token.TokenCatalogue.Sample;
import dev.orrery.primitives.lab.Once;
import dev.orrery.testkit.contract.Contract;
import dev.orrery.testkit.contract.Law;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// The laws of `apigateway.token-verifier`, on the tokens of [TokenCatalogue]. Checking a signature
/// is slow, so a law that shows one token to a fresh verifier does so once for each token and time.
public final class TokenVerifierContract {
  private static final int MAXIMUM_SHOWN = 4;
  private static final long LATER_MILLIS = 700_000;

  private TokenVerifierContract() {}

  /// A token is shown at a time, in milliseconds after it became valid.
  record Shown(Sample sample, long atMillis) {
    long nowMillis() {
      return NOT_BEFORE * 1_000 + atMillis;
    }

    boolean good() {
      return sample.good()
          && nowMillis() >= NOT_BEFORE * 1_000 - SKEW_MILLIS
          && nowMillis() < EXPIRES * 1_000 + SKEW_MILLIS;
    }

    String story() {
      long untilExpiry = EXPIRES * 1_000 - nowMillis();
      String when =
          atMillis < 0
              ? -atMillis + " ms before it is valid"
              : untilExpiry > 0
                  ? untilExpiry + " ms before it expires"
                  : -untilExpiry + " ms after it expired";
      return "a token " + (sample.good() ? "" : "with ") + sample.name() + ", shown " + when;
    }
  }

  private static Arbitrary<Sample> good() {
    return Arbitraries.of(TokenCatalogue.GOOD);
  }

  private static Arbitrary<Sample> bad() {
    return Arbitraries.of(TokenCatalogue.BAD);
  }

  /// Times at which a good token is good, the tolerance for clocks included.
  private static Arbitrary<Long> between() {
    long life = (EXPIRES - NOT_BEFORE) * 1_000;
    return Arbitraries.of(0L, life / 2, life - 1, life + SKEW_MILLIS / 2, -SKEW_MILLIS / 2);
  }

  private static Arbitrary<Long> outside() {
    long life = (EXPIRES - NOT_BEFORE) * 1_000;
    return Arbitraries.of(life + SKEW_MILLIS + 1, LATER_MILLIS, -SKEW_MILLIS - 1, -LATER_MILLIS);
  }

  private static Arbitrary<Shown> shown(Arbitrary<Sample> sample, Arbitrary<Long> atMillis) {
    return Combinators.combine(sample, atMillis).as(Shown::new);
  }

  private static Arbitrary<List<Shown>> histories() {
    return shown(
            Arbitraries.of(TokenCatalogue.ALIKE),
            Arbitraries.oneOf(between(), between(), outside()))
        .list()
        .ofMinSize(1)
        .ofMaxSize(MAXIMUM_SHOWN)
        .map(TokenVerifierContract::inOrderOfTime);
  }

  private static List<Shown> inOrderOfTime(List<Shown> drawn) {
    List<Long> times = drawn.stream().map(Shown::atMillis).sorted().toList();
    List<Shown> ordered = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      ordered.add(new Shown(drawn.get(i).sample(), times.get(i)));
    }
    return ordered;
  }

  public static Contract<TokenVerifierFactory> any() {
    return Contract.of(
        Contract.ANY,
        Law.of(
            "without keys nobody can say, which is another answer than no",
            shown(good(), between()),
            shown -> "no keys can be had; " + shown.story(),
            Once.each(TokenVerifierContract::unavailableIsNoVerdict)),
        Law.of(
            "a token with anything wrong is refused as invalid",
            shown(bad(), between()),
            Shown::story,
            Once.each((factory, shown) -> judgeOne(fresh(factory), shown))),
        Law.of(
            "a token is good within its time alone, whatever was shown before",
            histories(),
            shown -> shown.stream().map(Shown::story).collect(Collectors.joining("; ")),
            (factory, shown) -> {
              TokenVerifier verifier = fresh(factory);
              for (Shown one : shown) {
                judgeOne(verifier, one);
              }
            }),
        Law.of(
            "of every good token the user and the roles are read",
            shown(good(), between()),
            Shown::story,
            Once.each((factory, shown) -> judgeOne(fresh(factory), shown))),
        Law.of(
            "a token is good until the time that was told, and not from then on",
            shown(good(), Arbitraries.just(0L)),
            Shown::story,
            Once.each(TokenVerifierContract::keepsItsTime)));
  }

  private static TokenVerifier fresh(TokenVerifierFactory factory) {
    return factory.create(TokenCatalogue.KEYS, TokenCatalogue.RULES);
  }

  private static void judgeOne(TokenVerifier verifier, Shown shown) throws Exception {
    Optional<VerifiedToken> verdict = verdict(verifier, shown.sample().token(), shown.nowMillis());
    check(
        verdict.isPresent() == shown.good(),
        (shown.good() ? "refused " : "accepted ") + shown.story());
    verdict.ifPresent(token -> {
      check(token.subject().equals("7"), "read the user " + token.subject() + ", due is 7");
      check(
          token.roles().equals(shown.sample().roles()),
          "read the roles " + token.roles() + ", due are " + shown.sample().roles());
    });
  }

  private static void keepsItsTime(TokenVerifierFactory factory, Shown shown) throws Exception {
    String token = shown.sample().token();
    long told =
        verdict(fresh(factory), token, shown.nowMillis())
            .orElseThrow(() -> new AssertionError("refused " + shown.story()))
            .expiresMillis();
    check(
        told >= EXPIRES * 1_000 && told <= EXPIRES * 1_000 + SKEW_MILLIS,
        "told a time " + (told - EXPIRES * 1_000) + " ms after exp");
    check(verdict(fresh(factory), token, told - 1).isPresent(), "refused before the time told");
    check(verdict(fresh(factory), token, told).isEmpty(), "accepted at the time told");
  }

  private static void unavailableIsNoVerdict(TokenVerifierFactory factory, Shown shown)
      throws InvalidTokenException {
    KeySource none =
        id -> {
          throw new KeysUnavailableException("no keys yet");
        };
    try {
      VerifiedToken token =
          factory
              .create(none, TokenCatalogue.RULES)
              .verify(shown.sample().token(), shown.nowMillis());
      throw new AssertionError("accepted it for user " + token.subject());
    } catch (KeysUnavailableException nobodyCanSay) {
      // as it should be
    }
  }

  private static Optional<VerifiedToken> verdict(
      TokenVerifier verifier, String token, long nowMillis) throws KeysUnavailableException {
    try {
      return Optional.of(verifier.verify(token, nowMillis));
    } catch (InvalidTokenException refused) {
      return Optional.empty();
    }
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new AssertionError(message);
    }
  }
}
