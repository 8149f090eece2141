package dev.orrery.objectstore.edge.s3.auth;

import dev.orrery.objectstore.core.account.Account;

/// A request whose signature holds.
///
/// @param payloadHash what was signed in the place of the body: a SHA-256 in hexadecimal, or one of
///   the words in the package's page
/// @param chunks verifies the signatures inside a streamed body
public record Authenticated(Account account, String payloadHash, ChunkSigning chunks) {}
