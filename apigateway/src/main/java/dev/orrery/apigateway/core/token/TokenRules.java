package dev.orrery.apigateway.core.token;

/// What a token must say to be good here.
///
/// @param issuer its `iss`
/// @param audience one of its `aud`
/// @param skewMillis how far the issuer's clock may be off ours
public record TokenRules(String issuer, String audience, long skewMillis) {}
