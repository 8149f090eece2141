package dev.orrery.social.web;

/// What a cookie says of its bearer.
///
/// @param id random; the form token is derived from it
/// @param userId empty while nobody is logged in
/// @param username empty while nobody is logged in
/// @param refreshToken ended at log-out; empty while nobody is logged in
/// @param expiresMillis since 1970
record Session(String id, String userId, String username, String refreshToken, long expiresMillis) {
  boolean loggedIn() {
    return !userId.isEmpty();
  }
}
