/// How much a caller may ask for.
///
/// A limit is a rate and a burst ([dev.orrery.primitives.ratelimit.RateLimit]); a
/// [dev.orrery.primitives.ratelimit.RateLimiter] says yes or no to a request at a time it is told,
/// what is left, and when to come back, which is what the headers `RateLimit` and `Retry-After` of
/// an answer 429 need.
///
/// ```
///   tokens
///   burst ┤▔▔▔▔\                 ╱▔▔▔▔     full: what flows in is lost
///         │     \   ╱\    ╱\    ╱
///       0 ┤      \_╱  \_╱   \_╱            empty: refused, and told how long to wait
///         └──────────────────────────► time
/// ```
///
/// Two algorithms that decide alike: [dev.orrery.primitives.ratelimit.TokenBucket] counts what is
/// left, [dev.orrery.primitives.ratelimit.Gcra] remembers when the caller would be back on
/// schedule.
///
/// Invariants, which the contract `apigateway.ratelimiter` checks: in any stretch of time no more
/// than the burst plus the rate times its length is allowed; who stays below is never refused; a
/// refused request costs nothing; the wait told is exact.
@NullMarked
package dev.orrery.primitives.ratelimit;

import org.jspecify.annotations.NullMarked;
