package dev.orrery.apigateway;

import dev.orrery.runtime.config.Configuration;
import dev.orrery.runtime.config.DataSize;
import dev.orrery.runtime.config.Default;
import dev.orrery.runtime.config.Doc;
import dev.orrery.runtime.config.Range;
import java.time.Duration;
import java.util.List;

/// Configuration section `apigateway`.
public record ApiGatewayConfig(
    @Default("600") @Range(min = 1, max = 1_000_000) @Doc("reads a user may make a minute")
        long readsPerMinute,
    @Default("100") @Range(min = 1, max = 1_000_000) @Doc("writes a user may make a minute")
        long writesPerMinute,
    @Default("600")
        @Range(min = 1, max = 1_000_000)
        @Doc("calls without a token a client address may make a minute")
        long anonymousPerMinute,
    @Default("0")
        @Range(min = 0, max = 1_000_000)
        @Doc("reads that may come at once; 0 means all of a minute's")
        long readsBurst,
    @Default("0")
        @Range(min = 0, max = 1_000_000)
        @Doc("writes that may come at once; 0 means all of a minute's")
        long writesBurst,
    @Default("0")
        @Range(min = 0, max = 1_000_000)
        @Doc("calls without a token that may come at once; 0 means all of a minute's")
        long anonymousBurst,
    @Default("[127.0.0.0/8, ::1]")
        @Doc("proxies that are believed in X-Forwarded-For about the client: addresses or ranges")
        List<String> trustedProxies,
    @Default("token-bucket") @Doc("rate limiter: token-bucket, gcra, or a class of yours")
        String ratelimiter,
    @Default("100000") @Range(min = 1, max = 10_000_000) @Doc("callers whose rates are remembered")
        int ratedCallers,
    @Default("trie") @Doc("route matcher: trie, ordered, or a class of yours") String routeMatcher,
    @Default("streaming") @Doc("transcoder of answers: streaming, object, or a class of yours")
        String transcoder,
    @Default("signature") @Doc("token verifier: signature, or a class of yours")
        String tokenVerifier,
    @Default("10000")
        @Range(min = 0, max = 1_000_000)
        @Doc("verified tokens remembered until they expire; 0 verifies each time")
        int tokenCache,
    @Default("https://identity.orrery.test") @Doc("the iss of good tokens") String issuer,
    @Default("orrery") @Doc("the aud of good tokens") String audience,
    @Default("2s") @Range(min = 0, max = 60_000) @Doc("how far the issuer's clock may be off ours")
        Duration clockSkew,
    @Default("") @Doc("where identity's public keys are; empty: found through DNS") String jwksUrl,
    @Default("1s")
        @Range(min = 1, max = 3_600_000)
        @Doc("between two fetches of the public keys, at least")
        Duration jwksInterval,
    @Default("5s") @Range(min = 10, max = 60_000) @Doc("for one request, all services included")
        Duration requestTimeout,
    @Default("1MiB") @Range(min = 1_024, max = 4_194_304) @Doc("body of a request, at most")
        DataSize maximumBody) {
  public ApiGatewayConfig {
    trustedProxies = List.copyOf(trustedProxies);
  }

  public static ApiGatewayConfig defaults() {
    return Configuration.empty().bind("apigateway", ApiGatewayConfig.class);
  }
}
