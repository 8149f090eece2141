/// The cache's contract, `orrery.cache.v1`, on a real Redis: how a user outgrows this model's cache
/// without a change to anything that calls it.
///
/// ```
///   timelines ──gRPC──▶ RedisCacheServer
///                         ├─ RedisCacheService   strings:       GET SET DEL INCRBY PEXPIRE
///                         ├─ RedisSortedLists    sorted lists:  ZADD … in WATCH/MULTI/EXEC
///                         └─ RedisConnections    a bounded pool; Redis's errors become the contract's
///                                │ RESP
///                                ▼
///                            redis-server
/// ```
///
/// Each call of the contract names the Redis command it stands for, so there is little to
/// translate. Two things are worth reading:
///
/// - A change of a sorted list is several commands that must happen together, and only if a
///   precondition holds. Redis has no rollback, so everything that could fail is asked *before*
///   `MULTI`, under `WATCH`: if anybody changes the key in between, `EXEC` does nothing and the
///   change begins anew, a bounded number of times.
/// - What Redis refuses comes as text. The first word is its stable part, and is what is looked at.
///
/// The protocol itself is the client library's: this module teaches what an adapter is, not RESP.
/// That is taught where it is served, in `cache/`.
@NullMarked
package dev.orrery.adapters.redis;

import org.jspecify.annotations.NullMarked;
