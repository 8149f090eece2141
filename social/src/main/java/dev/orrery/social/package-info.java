/// The social network: a small Twitter whose every part is a service of its own.
///
/// ```
///   browser ─→ web ──┐
///   REST ─→ gateway ─┴─→ posts ──one commit──→ posts_by_id, posts_by_author, posts_outbox
///                                                                              │ relay
///                                                                     log: post-created
///                                                                              │ two workers
///            timelines ←── cache: home:<user>, author:<id>, post:<id> ←────────┘
///                │ (miss)
///                └─→ users (who follows whom), posts (who wrote what) ─→ database
/// ```
///
/// A post is written once, with an outbox row in the same commit, so that it is announced if and
/// only if it exists. The relay publishes the outbox to the log; two workers of one consumer group
/// add the post to the home timelines that stand in the cache (fan-out on write). An author with at
/// least `social.fanout-threshold` followers is not fanned out: readers merge such an author's
/// recent posts at read time (fan-out on read). Another rule is a matter of configuration
/// (`social.fanout`).
///
/// **What must always hold**
///
/// - The truth is in the database; every cached list can be dropped at any moment and is rebuilt.
/// - A cached list is never complete in appearance only: it is filled by the protocol of
///   [dev.orrery.social.cached.CachedList], which a concurrent fan-out or follow cannot slip past.
/// - The order is `(created_millis, post_id)` descending, everywhere.
/// - Every step after the commit may happen twice: adding a post to a list is idempotent.
///
/// **When things fail.** Cache gone: timelines are read from the database, the workers retry, and
/// lists that a follow could not drop are dropped when it is back. Log gone: posts are accepted,
/// the outbox grows, the relay catches up. A worker dies: its partitions move after the session
/// time-out, and what it had not committed is done again. Relay dies between publishing and
/// deleting: at its start it looks for what the tail of the log holds already.
///
/// **Reading order**: [dev.orrery.social.posts], [dev.orrery.social.relay],
/// [dev.orrery.social.worker], [dev.orrery.social.cached], [dev.orrery.social.timelines], then
/// [dev.orrery.social.users] and [dev.orrery.social.web].
@NullMarked
package dev.orrery.social;

import org.jspecify.annotations.NullMarked;
