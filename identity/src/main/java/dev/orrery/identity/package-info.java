/// Identity: who somebody is. Accounts with passwords, short-lived access tokens, rotating refresh
/// tokens.
///
/// ```
///    register / log in                      every later request
///    ─────────────────                      ───────────────────
///    name + password                        access token (JWT, ES256, 15 minutes)
///         │                                      │
///         ▼                                      ▼
///    Argon2id, on a bounded pool            verified by whoever has the public key
///         │                                 (/.well-known/jwks.json): nobody asks us
///         ▼
///    access token + refresh token ──────▶  Refresh: old one in, new pair out, once
///                                               │ the old one again?
///                                               ▼
///                                          stolen: the whole family ends
/// ```
///
/// An access token cannot be called back; that is why it is short-lived. A refresh token can: it is
/// a random number whose SHA-256 is stored, it serves once, and its second use proves that two
/// parties hold it (RFC 9700 §4.14.2).
///
/// Invariants: a password is never stored, only its Argon2id hash (RFC 9106: 19 MiB, 2 passes); a
/// log-in takes as long for an unknown name as for a known one; of two registrations of one name
/// exactly one succeeds, since it is one conditional transaction; a refresh token is spent in a
/// conditional transaction, so of two concurrent uses one is the thief's.
///
/// Failure: without the database nothing but the public keys is answered (UNAVAILABLE); tokens that
/// were issued stay good.
///
/// Reading order: `core.password`, `core.refresh`, `core.token`, `core.account`, `store`, `edge`,
/// [IdentityServer].
@NullMarked
package dev.orrery.identity;

import org.jspecify.annotations.NullMarked;
