package dev.orrery.apigateway.core.token;

import java.util.Set;

/// What a good token says.
///
/// @param subject the user's id
/// @param roles the user's roles
/// @param expiresMillis since 1970; from then on the token is not good any more
public record VerifiedToken(String subject, Set<String> roles, long expiresMillis) {
  public VerifiedToken {
    roles = Set.copyOf(roles);
  }
}
